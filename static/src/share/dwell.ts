/** How long each page was really before somebody's eyes: one page at a time, while the tab is in sight and its reader awake. */

import type { Handle } from "../viewer/index";

// Nobody looks at a page for so long without touching anything.
const ASLEEP_MS = 5 * 60_000;
const PARTS = Array.from({ length: 11 }, (_, part) => part / 10);
const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "wheel", "touchmove"];

/** Adds up milliseconds. Pure but for its clock. */
export class Dwell {
    private readonly sums = new Map<number, number>();
    private page = 0;
    private since = 0;
    private isAwake = false;

    constructor(private readonly now: () => number) {}

    /** The page that is being looked at; 0 for none. */
    look(page: number): void {
        this.count();
        this.page = page;
    }

    /** Whether anybody looks at all. */
    wake(isAwake: boolean): void {
        this.count();
        this.isAwake = isAwake;
    }

    private count(): void {
        const now = this.now();
        const passed = Math.round(now - this.since);
        this.since = now;
        if (this.isAwake && this.page && passed > 0) this.sums.set(this.page, (this.sums.get(this.page) ?? 0) + passed);
    }

    /** What has come together since the last time. */
    take(): Record<number, number> {
        this.count();
        const taken = Object.fromEntries(this.sums);
        this.sums.clear();
        return taken;
    }
}

/** Follow the pages of an open document; the answer stops it. */
export function follow({ scroller, boxes }: Handle, dwell: Dwell): () => void {
    const shown = new Map<number, number>();
    const watcher = new IntersectionObserver(
        (entries) => {
            for (const { target, intersectionRect } of entries) {
                shown.set(boxes.indexOf(target as HTMLElement) + 1, intersectionRect.height);
            }
            dwell.look(largest(shown));
        },
        { root: scroller, threshold: PARTS },
    );
    for (const box of boxes) watcher.observe(box);
    let timer = 0;
    const live = (): void => {
        clearTimeout(timer);
        const isVisible = document.visibilityState === "visible";
        dwell.wake(isVisible);
        if (isVisible) timer = window.setTimeout(() => dwell.wake(false), ASLEEP_MS);
    };
    const signs = [...SIGNS_OF_LIFE, "visibilitychange"];
    for (const sign of signs) document.addEventListener(sign, live, { passive: true });
    live();
    return () => {
        watcher.disconnect();
        clearTimeout(timer);
        for (const sign of signs) document.removeEventListener(sign, live);
        dwell.wake(false);
    };
}

/** The page of which most is on the screen; the first of two that show as much. */
export function largest(shown: Map<number, number>): number {
    let [best, most] = [0, 0];
    for (const [page, height] of [...shown].sort(([one], [other]) => one - other)) {
        if (height > most) [best, most] = [page, height];
    }
    return best;
}

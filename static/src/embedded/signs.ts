/** What the host hears without asking: that somebody works here, and how high the content is. */

type Tell = (event: string, payload?: unknown) => void;

const ACTIVITY_MS = 30_000;
/** Smaller changes are rounding, and following them could go on for ever. */
const STEP_PX = 2;

/** Says at most every 30 seconds that the person is there; hosts with short idle logouts need it. */
export function tellActivity(tell: Tell, target: EventTarget = window, now = () => performance.now()): void {
    let last = -ACTIVITY_MS;
    const notice = () => {
        if (now() - last < ACTIVITY_MS) return;
        last = now();
        tell("activity", {});
    };
    for (const name of ["keydown", "pointerdown", "pointermove", "wheel"])
        target.addEventListener(name, notice, { passive: true, capture: true });
}

/** Tells how high the content would like to be, whenever that changes. */
export function tellHeight(tell: Tell, parts: (Element | null)[], measure: () => number): void {
    let last = 0;
    const look = () => {
        const height = Math.ceil(measure());
        if (Math.abs(height - last) < STEP_PX) return;
        last = height;
        tell("height.changed", { heightPx: height });
    };
    const observer = new ResizeObserver(look);
    for (const part of parts) if (part) observer.observe(part);
    look();
}

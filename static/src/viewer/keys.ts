/** The keys of the viewer. Where it is the whole page it listens everywhere, else only where its pages have the focus. */

import type { Pages } from "./pages";

/** Whether the key was ours. */
export function press(event: KeyboardEvent, pages: Pages, search: () => void): void {
    if (event.defaultPrevented || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") {
        // The browser's own search is a second press away: it finds only what is drawn.
        if (isTyping(event.target)) return;
        event.preventDefault();
        search();
        return;
    }
    if (event.ctrlKey || event.metaKey || isTyping(event.target)) return;
    const act = deeds(pages)[event.key] ?? scrolls(event, pages);
    if (!act) return;
    act();
    event.preventDefault();
}

function deeds(pages: Pages): Record<string, (() => void) | undefined> {
    return {
        ArrowLeft: () => pages.goTo(pages.current - 1),
        ArrowRight: () => pages.goTo(pages.current + 1),
        "+": () => pages.zoom(1),
        "=": () => pages.zoom(1),
        "-": () => pages.zoom(-1),
        "0": () => pages.fit(),
    };
}

/** What the browser does by itself once the pages have the focus. */
function scrolls({ key, target }: KeyboardEvent, pages: Pages): (() => void) | undefined {
    if (target instanceof Node && pages.scroller.contains(target)) return undefined;
    const screens = {
        ArrowUp: -0.1,
        ArrowDown: 0.1,
        PageUp: -0.9,
        PageDown: 0.9,
        Home: -Infinity,
        End: Infinity,
    }[key];
    return screens === undefined ? undefined : () => pages.scroll(screens);
}

function isTyping(target: EventTarget | null): boolean {
    return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

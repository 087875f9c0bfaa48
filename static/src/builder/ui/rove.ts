/** Keys within bars and menus, and from one part of the page to the next. */

const STOPS = "button:not([popover] *), select, input";
const REGIONS = ".ck-topbar, .ck-toolbar, .ck-side--start, .ck-canvas__doc, .ck-side--end, .ck-preview";
const FOCUSABLE =
    "button:not([tabindex='-1']), select, input, textarea, [tabindex='0'], summary, [contenteditable='true']";

/** Of a bar only one control is a stop for the Tab key: the one that was used last. */
export function settleStops(bar: HTMLElement | null): void {
    const stops = [...(bar?.querySelectorAll<HTMLElement>(STOPS) ?? [])];
    const current =
        stops.find((stop) => stop === document.activeElement) ?? stops.find(({ tabIndex }) => tabIndex === 0);
    const isSettled = stops.filter(({ tabIndex }) => tabIndex === 0).length === 1;
    for (const stop of stops) stop.tabIndex = stop === (isSettled ? current : (current ?? stops[0])) ? 0 : -1;
}

/** Arrow keys move along the bar; Escape goes back to the text. */
export function rove(event: KeyboardEvent, bar: HTMLElement | null, leave: () => void): void {
    if (!bar) return;
    const stops = [...bar.querySelectorAll<HTMLElement>(STOPS)];
    const index = stops.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Escape") leave();
    const to = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: stops.length - 1 }[event.key];
    if (to === undefined || index < 0) return;
    const next = stops[(to + stops.length) % stops.length];
    for (const stop of stops) stop.tabIndex = stop === next ? 0 : -1;
    next?.focus();
    event.preventDefault();
}

/** Up and down in a menu. */
export function walkMenu(event: KeyboardEvent, menu: HTMLElement | null): void {
    const items = [...(menu?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
    const index = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined || !items.length) return;
    items[(to + items.length) % items.length]?.focus();
    event.preventDefault();
}

/** F6 goes on to the next part of the page, with Shift to the one before. */
export function cycleRegions(event: KeyboardEvent, root: HTMLElement): void {
    if (event.key !== "F6") return;
    event.preventDefault();
    const targets = [...root.querySelectorAll<HTMLElement>(REGIONS)].flatMap((region) => {
        const target = region.matches("[contenteditable]") ? region : region.querySelector<HTMLElement>(FOCUSABLE);
        return target && isShown(region) ? [{ region, target }] : [];
    });
    const index = targets.findIndex(({ region }) => region.contains(document.activeElement));
    targets[(index + (event.shiftKey ? -1 : 1) + targets.length) % targets.length]?.target.focus();
}

function isShown(region: HTMLElement): boolean {
    return region.offsetParent !== null && getComputedStyle(region).visibility === "visible";
}

/** Keys that do something by themselves: not while somebody types, and only where they were not switched off. */

const MEMORY = "craftkit-single-keys";
const OFF = "off";
const TYPED = "input, textarea, select, [contenteditable]";

export function singleKeysWork(): boolean {
    return localStorage.getItem(MEMORY) !== OFF;
}

export function letSingleKeysWork(isOn: boolean): void {
    if (isOn) localStorage.removeItem(MEMORY);
    else localStorage.setItem(MEMORY, OFF);
}

/** Whether the key was pressed for itself: alone, outside of fields, and wanted. */
export function isSingleKey(event: KeyboardEvent): boolean {
    const isTyped = event.target instanceof Element && event.target.closest(TYPED) !== null;
    const isCombined = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
    return !isTyped && !isCombined && !event.repeat && singleKeysWork();
}

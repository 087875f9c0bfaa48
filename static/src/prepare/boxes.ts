/** Boxes on a page, in percent of it from its upper left corner: made, moved, resized, and never beyond its edges. */

export interface Box {
    x: number;
    y: number;
    width: number;
    height: number;
}

export const SMALLEST = 1;

/** What a new field takes, in points. */
const SIZES: Record<string, [number, number]> = {
    signature: [150, 40],
    initials: [60, 30],
    date: [90, 18],
    text: [150, 18],
    checkbox: [14, 14],
    radio: [150, 36],
    select: [150, 18],
};

/** A new field around a place of the page, whose size is in points. */
export function boxAround(kind: string, x: number, y: number, page: { width: number; height: number }): Box {
    const [across, down] = SIZES[kind] ?? [150, 18];
    const width = Math.min(100, (across / page.width) * 100);
    const height = Math.min(100, (down / page.height) * 100);
    return moved({ x: x - width / 2, y: y - height / 2, width, height }, 0, 0);
}

/** The box, so much further right and down as the page allows. */
export function moved(box: Box, right: number, down: number): Box {
    return {
        ...box,
        x: round(Math.min(Math.max(box.x + right, 0), 100 - box.width)),
        y: round(Math.min(Math.max(box.y + down, 0), 100 - box.height)),
    };
}

/** The box, so much wider and higher as the page allows. */
export function resized(box: Box, wider: number, higher: number): Box {
    return {
        ...box,
        width: round(Math.min(Math.max(box.width + wider, SMALLEST), 100 - box.x)),
        height: round(Math.min(Math.max(box.height + higher, SMALLEST), 100 - box.y)),
    };
}

function round(value: number): number {
    return Math.round(value * 1000) / 1000;
}

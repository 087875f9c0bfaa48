/** Fields on the pages of a PDF: their places in millimetres, and how they move, snap and change size. Pure. */

export type FieldType = "text" | "image" | "qr" | "barcode" | "checkbox" | "signature";

export interface OverlayField {
    type: FieldType;
    id: string;
    page?: number;
    x: number;
    y: number;
    w: number;
    h: number;
    bind?: string | null;
    text?: string | null;
    [member: string]: unknown;
}

export interface Size {
    width: number;
    height: number;
}

/** A line that a moved edge came to lie on. */
export interface Guide {
    axis: "x" | "y";
    at: number;
}

export type Edge = "n" | "s" | "e" | "w" | "ne" | "nw" | "se" | "sw";
export const EDGES: readonly Edge[] = ["nw", "n", "ne", "e", "se", "s", "sw", "w"];

export const SMALLEST = 1;
const SNAP_MM = 1.2;
const SIZES: Record<FieldType, [number, number]> = {
    text: [60, 6],
    image: [40, 30],
    qr: [25, 25],
    barcode: [60, 18],
    checkbox: [5, 5],
    signature: [60, 18],
};

/** A new field of that type around a point. */
export function makeField(type: FieldType, page: number, around: { x: number; y: number }, size: Size): OverlayField {
    const [w, h] = SIZES[type];
    const field = { type, id: newId(), page, x: around.x - w / 2, y: around.y - h / 2, w, h };
    const own: Partial<OverlayField> =
        type === "text" || type === "qr" || type === "barcode" ? { text: type === "text" ? "Text" : "12345" } : {};
    return within({ ...field, ...own }, size);
}

/** The same field again, a little aside. */
export function copyOf(field: OverlayField, size: Size): OverlayField {
    return within({ ...field, id: newId(), x: field.x + 4, y: field.y + 4 }, size);
}

/** The field, moved and if need be made smaller until it lies on the page. */
export function within(field: OverlayField, size: Size): OverlayField {
    const w = Math.min(Math.max(field.w, SMALLEST), size.width);
    const h = Math.min(Math.max(field.h, SMALLEST), size.height);
    const x = Math.min(Math.max(field.x, 0), size.width - w);
    const y = Math.min(Math.max(field.y, 0), size.height - h);
    return { ...field, x: tenth(x), y: tenth(y), w: tenth(w), h: tenth(h) };
}

/** The field with an edge or a corner drawn to another place; the opposite one stays. */
export function resized(field: OverlayField, edge: Edge, dx: number, dy: number, size: Size): OverlayField {
    let { x, y, w, h } = field;
    if (edge.includes("e")) w = Math.min(Math.max(w + dx, SMALLEST), size.width - x);
    if (edge.includes("s")) h = Math.min(Math.max(h + dy, SMALLEST), size.height - y);
    if (edge.includes("w")) {
        const left = Math.min(Math.max(x + dx, 0), x + w - SMALLEST);
        [x, w] = [left, w + x - left];
    }
    if (edge.includes("n")) {
        const top = Math.min(Math.max(y + dy, 0), y + h - SMALLEST);
        [y, h] = [top, h + y - top];
    }
    return { ...field, x: tenth(x), y: tenth(y), w: tenth(w), h: tenth(h) };
}

/** The moved field, drawn to edges and middles of others and of the page that are near. */
export function snapped(
    field: OverlayField,
    others: readonly OverlayField[],
    size: Size,
): { field: OverlayField; guides: Guide[] } {
    const across = others.flatMap(({ x, w }) => [x, x + w / 2, x + w]);
    const down = others.flatMap(({ y, h }) => [y, y + h / 2, y + h]);
    const x = nearest([field.x, field.x + field.w / 2, field.x + field.w], [...across, size.width / 2]);
    const y = nearest([field.y, field.y + field.h / 2, field.y + field.h], [...down, size.height / 2]);
    const guides: Guide[] = [];
    if (x) guides.push({ axis: "x", at: x.at });
    if (y) guides.push({ axis: "y", at: y.at });
    return { field: within({ ...field, x: field.x + (x?.by ?? 0), y: field.y + (y?.by ?? 0) }, size), guides };
}

function nearest(edges: readonly number[], lines: readonly number[]): { at: number; by: number } | null {
    let best: { at: number; by: number } | null = null;
    for (const at of lines)
        for (const edge of edges) if (Math.abs(at - edge) < Math.abs(best?.by ?? SNAP_MM)) best = { at, by: at - edge };
    return best;
}

function tenth(millimetres: number): number {
    return Math.round(millimetres * 10) / 10;
}

function newId(): string {
    return `field-${crypto.randomUUID().slice(0, 8)}`;
}

import { expect, test } from "vitest";
import { copyOf, makeField, resized, snapped, within, type OverlayField } from "./fields";

const A4 = { width: 210, height: 297 };
const box = (part: Partial<OverlayField> = {}): OverlayField => ({
    type: "text",
    id: "a",
    x: 50,
    y: 50,
    w: 40,
    h: 10,
    ...part,
});
const place = ({ x, y, w, h }: OverlayField) => [x, y, w, h];

test("a field never leaves its page, and is at most as large as it", () => {
    expect(place(within(box({ x: -5, y: 400 }), A4))).toEqual([0, 287, 40, 10]);
    expect(place(within(box({ w: 900, h: 0 }), A4))).toEqual([0, 50, 210, 1]);
});

test.each([
    ["se", 10, 5, [50, 50, 50, 15]],
    ["nw", 10, 5, [60, 55, 30, 5]],
    ["w", 100, 0, [89, 50, 1, 10]],
    ["n", 0, -500, [50, 0, 40, 60]],
    ["e", 900, 0, [50, 50, 160, 10]],
] as const)("drawing %s by %i, %i keeps the opposite edge", (edge, dx, dy, wanted) => {
    expect(place(resized(box(), edge, dx, dy, A4))).toEqual(wanted);
});

test("a field that comes near is drawn into line, and the line is shown", () => {
    const other = box({ id: "b", x: 30, y: 100, w: 67 });
    const { field, guides } = snapped(box({ x: 30.8, y: 140 }), [other], A4);

    expect(field.x).toBe(30);
    expect(guides).toEqual([{ axis: "x", at: 30 }]);
});

test("a field far from everything stays where it was put", () => {
    expect(snapped(box({ x: 63, y: 33 }), [box({ id: "b", x: 10, y: 200 })], A4)).toEqual({
        field: box({ x: 63, y: 33 }),
        guides: [],
    });
});

test("copies and new fields have ids of their own and what the server asks of their kind", () => {
    const made = makeField("text", 2, { x: 100, y: 100 }, A4);

    expect(copyOf(made, A4).id).not.toBe(made.id);
    expect(made).toMatchObject({ type: "text", page: 2, text: "Text", x: 70, y: 97 });
    expect(makeField("checkbox", 1, { x: 0, y: 0 }, A4)).not.toHaveProperty("text");
});

import { expect, test } from "vitest";
import { boxAround, moved, resized, SMALLEST } from "./boxes";

const A4 = { width: 595, height: 842 };

test("a new field lies around the place it was dropped at", () => {
    const box = boxAround("signature", 50, 50, A4);

    expect(box.x + box.width / 2).toBeCloseTo(50, 1);
    expect(box.y + box.height / 2).toBeCloseTo(50, 1);
});

test("a field dropped at the edge stays on the page", () => {
    const box = boxAround("text", 100, 100, A4);

    expect(box.x + box.width).toBeLessThanOrEqual(100.001);
    expect(box.y + box.height).toBeLessThanOrEqual(100.001);
});

test("moving ends at the edges", () => {
    const box = { x: 1, y: 90, width: 20, height: 5 };

    expect(moved(box, -5, 50)).toEqual({ ...box, x: 0, y: 95 });
});

test("resizing ends at the edges, and before the field is gone", () => {
    const box = { x: 90, y: 10, width: 5, height: 5 };

    expect(resized(box, 50, -50)).toEqual({ ...box, width: 10, height: SMALLEST });
});

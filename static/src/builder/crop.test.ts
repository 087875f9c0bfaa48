import { expect, test } from "vitest";
import { cutBetween, WHOLE, withSide } from "./crop";

test("a rectangle is the same from whichever corner it was drawn", () => {
    const cut = cutBetween([0.25, 0.5], [0.75, 1]);

    expect(cut).toEqual({ left: 0.25, top: 0.5, right: 0.25, bottom: 0 });
    expect(cutBetween([0.75, 1], [0.25, 0.5])).toEqual(cut);
});

test("a click without a rectangle takes the whole picture, and nobody draws beyond it", () => {
    expect(cutBetween([0.5, 0.5], [0.5, 0.5])).toEqual(WHOLE);
    expect(cutBetween([-1, -1], [2, 2])).toEqual(WHOLE);
});

test("something always stays", () => {
    expect(withSide({ ...WHOLE, right: 0.5 }, "left", 0.9).left).toBeCloseTo(0.48);
});

import { expect, test } from "vitest";
import { fitting, percent, step } from "./zoom";

test("steps go through round percentages and stop at the ends", () => {
    expect(step(1, 1)).toBe(1.1);
    expect(step(0.83, 1)).toBe(0.9);
    expect(step(0.83, -1)).toBe(0.75);
    expect(step(4, 1)).toBe(4);
    expect(step(0.25, -1)).toBe(0.25);
});

test("an A4 page fits a phone and does not blow up on a wide screen", () => {
    expect(fitting(595, 358)).toBeCloseTo(0.451, 3);
    expect(fitting(595, 5000)).toBe(2);
    expect(fitting(595, 0)).toBe(0.1);
});

test("percentages are whole", () => {
    expect(percent(0.4512)).toBe("45 %");
});

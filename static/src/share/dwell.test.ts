import { expect, test } from "vitest";
import { Dwell, largest } from "./dwell";

function clock(): { dwell: Dwell; pass: (milliseconds: number) => void } {
    let now = 1000;
    return { dwell: new Dwell(() => now), pass: (milliseconds) => (now += milliseconds) };
}

test("time goes to the page that is being looked at, and is told once", () => {
    const { dwell, pass } = clock();
    dwell.wake(true);
    dwell.look(1);
    pass(2000);
    dwell.look(3);
    pass(500);

    expect(dwell.take()).toEqual({ 1: 2000, 3: 500 });
    expect(dwell.take()).toEqual({});
});

test("time while nobody looks counts for no page", () => {
    const { dwell, pass } = clock();
    dwell.look(1);
    pass(4000);
    dwell.wake(true);
    pass(300);
    dwell.wake(false);
    pass(9000);
    dwell.wake(true);

    expect(dwell.take()).toEqual({ 1: 300 });
});

test("the page that shows most is the one that is read", () => {
    expect(
        largest(
            new Map([
                [4, 300],
                [3, 300],
                [2, 10],
            ]),
        ),
    ).toBe(3);
    expect(largest(new Map([[1, 0]]))).toBe(0);
});

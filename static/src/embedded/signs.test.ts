// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { tellActivity } from "./signs";

test("work is told of at once, and then at most every 30 seconds", () => {
    let now = 1_000_000;
    const tell = vi.fn();
    const target = new EventTarget();
    tellActivity(tell, target, () => now);
    const press = () => target.dispatchEvent(new Event("keydown"));
    press();
    now += 29_999;
    press();
    const early = tell.mock.calls.length;
    now += 1;
    press();

    expect(early).toBe(1);
    expect(tell.mock.calls).toEqual([
        ["activity", {}],
        ["activity", {}],
    ]);
});

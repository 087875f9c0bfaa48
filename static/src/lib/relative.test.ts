import { expect, test } from "vitest";
import { exact, relative } from "./relative";

const NOW = new Date("2026-06-05T12:00:00Z");
const ago = (seconds: number) => relative(new Date(NOW.getTime() - seconds * 1000), NOW, "en");

test("the last seconds are just now", () => {
    expect(ago(0)).toBe("just now");
    expect(ago(4)).toBe("just now");
});

test("each unit rounds down to whole ones", () => {
    expect(ago(59)).toBe("59 sec. ago");
    expect(ago(119)).toBe("1 min. ago");
    expect(ago(7_199)).toBe("1 hr. ago");
    expect(ago(86_400)).toBe("yesterday");
    expect(ago(86_400 * 29)).toBe("29 days ago");
});

test("after thirty days it is a date", () => {
    expect(ago(86_400 * 40)).toBe("Apr 26, 2026");
});

test("a clock that runs behind gives a future", () => {
    expect(ago(-30)).toBe("in 30 sec.");
});

test("the exact moment names its zone", () => {
    expect(exact(NOW, "en")).toMatch(/June 5, 2026.*\d{1,2}:00:00/);
});

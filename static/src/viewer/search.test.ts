import { expect, test } from "vitest";
import { find, nearest, readable } from "./search";

const items = (...lines: string[]) => lines.map((str) => ({ str, hasEOL: true }));

test("words are found without regard to case, accents and ligatures", () => {
    const text = readable(items("Die Übergabe ist ﬁnal."));

    expect(find(text, "übergabe", 1)).toHaveLength(1);
    expect(find(text, "UBERGABE", 1)).toHaveLength(1);
    expect(find(text, "final", 1)).toHaveLength(1);
    expect(find(text, "Rückgabe", 1)).toEqual([]);
});

test("a hit names its pieces of text and the places in them", () => {
    const text = readable([
        { str: "The ten", hasEOL: false },
        { str: "ant pays", hasEOL: true },
        { str: "the  rent.", hasEOL: true },
    ]);

    expect(find(text, "tenant", 3)).toEqual([{ page: 3, from: { item: 0, offset: 4 }, to: { item: 1, offset: 3 } }]);
    expect(find(text, "pays the rent", 3)).toEqual([
        { page: 3, from: { item: 1, offset: 4 }, to: { item: 2, offset: 9 } },
    ]);
});

test("every place counts once, and nothing is found for nothing", () => {
    const text = readable(items("aaaa", "b"));

    expect(find(text, "aa", 1)).toHaveLength(2);
    expect(find(text, "  ", 1)).toEqual([]);
});

test("reading goes on from the page that is open", () => {
    const hits = [2, 5, 9].map((page) => ({ page, from: { item: 0, offset: 0 }, to: { item: 0, offset: 1 } }));

    expect(nearest(hits, 4)).toBe(1);
    expect(nearest(hits, 10)).toBe(0);
    expect(nearest([], 1)).toBe(-1);
});

/** Finds words in the text of pages: without regard to case, accents, ligatures and line breaks. Pure. */

/** A piece of text as the PDF library gives it; the text layer has one element for each, in the same order. */
export interface Item {
    str: string;
    hasEOL: boolean;
}

interface Spot {
    item: number;
    offset: number;
}

/** The text of a page in a form that can be compared, with the place that each of its characters comes from. */
export interface PageText {
    folded: string;
    starts: Spot[];
    ends: Spot[];
}

/** A place where the words were found. */
export interface Hit {
    page: number;
    from: Spot;
    to: Spot;
}

/** Small letters without accents; ligatures taken apart, soft hyphens dropped. */
export function fold(text: string): string {
    return text
        .normalize("NFKD")
        .replace(/[\p{M}\u00ad]/gu, "")
        .toLowerCase();
}

/** A page's text from its items. Any white space is one space, and so is the end of a line. */
export function readable(items: Item[]): PageText {
    const text: PageText = { folded: "", starts: [], ends: [] };
    const add = (letters: string, from: Spot, to: Spot): void => {
        for (const letter of letters.split("")) {
            if (letter.trim() === "" && (text.folded === "" || text.folded.endsWith(" "))) continue;
            text.folded += letter.trim() === "" ? " " : letter;
            text.starts.push(from);
            text.ends.push(to);
        }
    };
    for (const [item, { str, hasEOL }] of items.entries()) {
        let offset = 0;
        for (const character of str) {
            const end = offset + character.length;
            add(fold(character), { item, offset }, { item, offset: end });
            offset = end;
        }
        if (hasEOL) add(" ", { item, offset }, { item, offset });
    }
    return text;
}

/** Where the words stand on a page. */
export function find(text: PageText, words: string, page: number): Hit[] {
    const needle = fold(words).replace(/\s+/g, " ").trim();
    const hits: Hit[] = [];
    if (!needle) return hits;
    for (let at = text.folded.indexOf(needle); at >= 0; at = text.folded.indexOf(needle, at + needle.length)) {
        const [from, to] = [text.starts[at], text.ends[at + needle.length - 1]];
        if (from && to) hits.push({ page, from, to });
    }
    return hits;
}

/** The first hit on a page or after it, else the first of all; -1 where there is none. */
export function nearest(hits: Hit[], page: number): number {
    const at = hits.findIndex((hit) => hit.page >= page);
    return at >= 0 ? at : hits.length ? 0 : -1;
}

/** Which sections a search finds, the best first, and the words around what was found. Pure. */

export interface Section {
    page: string;
    title: string;
    url: string;
    text: string;
}

export interface Piece {
    text: string;
    isHit: boolean;
}

const MOST = 12;
const BEFORE = 40;
const LONGEST = 150;

/** Sections that have every word, in title or text; titles count for more, and so does the beginning of a word. */
export function matches(sections: Section[], query: string): Section[] {
    const words = wordsOf(query);
    if (!words.length) return [];
    return sections
        .map((section) => ({ section, score: score(section, words) }))
        .filter(({ score }) => score > 0)
        .sort((one, other) => other.score - one.score)
        .slice(0, MOST)
        .map(({ section }) => section);
}

/** The part of a text around the first word found, cut into hits and the rest. */
export function excerpt(text: string, query: string): Piece[] {
    const words = wordsOf(query);
    const first = Math.min(
        ...words.map((word) => text.toLowerCase().indexOf(word)).filter((at) => at >= 0),
        text.length,
    );
    const begin = first < text.length ? Math.max(text.lastIndexOf(" ", Math.max(first - BEFORE, 0)) + 1, 0) : 0;
    const cut = text.slice(begin, begin + LONGEST);
    const shown = `${begin ? "… " : ""}${cut}${begin + LONGEST < text.length ? " …" : ""}`;
    return marked(shown, words);
}

function wordsOf(query: string): string[] {
    return query.toLowerCase().split(/\s+/).filter(Boolean);
}

function score(section: Section, words: string[]): number {
    let sum = 0;
    for (const word of words) {
        const found =
            8 * weight(section.title, word) + 3 * weight(section.page, word) + Math.min(weight(section.text, word), 2);
        if (!found) return 0;
        sum += found;
    }
    return sum;
}

/** 0 when the word is not there, 1 when it is, 2 when a word begins with it. */
function weight(text: string, word: string): number {
    const low = text.toLowerCase();
    if (!low.includes(word)) return 0;
    return low.split(/[^\p{L}\p{N}_.-]+/u).some((part) => part.startsWith(word)) ? 2 : 1;
}

function marked(text: string, words: string[]): Piece[] {
    if (!words.length) return [{ text, isHit: false }];
    const any = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
    return text
        .split(new RegExp(`(${any})`, "gi"))
        .map((part, at) => ({ text: part, isHit: at % 2 === 1 }))
        .filter((piece) => piece.text);
}

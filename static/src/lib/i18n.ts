/** The words of the embeds in the reader's language. The English text is the key, so that what is missing can be read. */

let strings: Record<string, string> = {};
let language = "en";

/** The text in the language that was loaded, with `{name}` replaced. */
export function t(text: string, values: Record<string, string | number> = {}): string {
    return (strings[text] ?? text).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The text for that many: `one` for one, else `other`, each with `{count}`. */
export function plural(count: number, one: string, other: string): string {
    const form = new Intl.PluralRules(language).select(count) === "one" ? one : other;
    return t(form, { count: new Intl.NumberFormat(language).format(count) });
}

/** A language and its words, for a script that has its own copy of this module. */
export interface Speech {
    language: string;
    strings: Record<string, string>;
}

/** What is spoken here. */
export function speech(): Speech {
    return { language, strings };
}

/** Speak as somebody else does. */
export function speak(theirs: Speech): void {
    ({ language, strings } = theirs);
}

/** The language in use. */
export function locale(): string {
    return language;
}

/** Loads the words of the best language there is for that locale; English needs none. */
export async function loadStrings(wanted: string, files: Record<string, string>): Promise<void> {
    language = wanted || "en";
    document.documentElement.lang = language;
    document.documentElement.dir = isRightToLeft(language) ? "rtl" : "ltr";
    const file = files[language] ?? files[language.split("-")[0] ?? ""];
    if (!file) return;
    const answer = await fetch(file, { credentials: "omit" });
    if (answer.ok) strings = (await answer.json()) as Record<string, string>;
}

/** Whether the language of that tag is written from the right. */
export function isRightToLeft(tag: string): boolean {
    return ["ar", "he", "fa", "ur"].includes(tag.split("-")[0] ?? "");
}

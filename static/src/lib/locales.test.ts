/// <reference types="vite/client" />
import { expect, test } from "vitest";
import { keysOf } from "../../locales/extract.mjs";

const files = import.meta.glob<Record<string, string>>("../../locales/*.json", { eager: true, import: "default" });
const languages = Object.entries(files).map(([path, words]): [string, Record<string, string>] => [
    path.split("/").at(-1) ?? "",
    words,
]);
const keys = keysOf();
const blanks = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

test("there are German, French and Spanish", () => {
    expect(languages.map(([name]) => name).sort()).toEqual(["de.json", "es.json", "fr.json"]);
});

test.each(languages)("%s has a word for every text of the embeds", (_name, words) => {
    expect(keys.filter((key) => !words[key])).toEqual([]);
});

test.each(languages)("%s keeps what is filled in", (_name, words) => {
    const changed = Object.entries(words).filter(([key, text]) => blanks(key).join() !== blanks(text).join());

    expect(changed).toEqual([]);
});

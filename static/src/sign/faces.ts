/** The faces of a typed signature: what was typed stands in each, or in the one that would take its place. */

import { t } from "../lib/i18n";

export interface Face {
    name: string;
    /** The letters that it has, as first and last of each run. */
    letters: [number, number][];
}

export type Faces = Record<string, Face>;

/** The first letter that the face does not have. */
export function lacking(text: string, face: Face): string | undefined {
    return [...text].find((letter) => {
        const code = letter.codePointAt(0) ?? 0;
        return !face.letters.some(([first, last]) => first <= code && code <= last);
    });
}

/** The wanted face, else the first that has every letter, else none: the italic. */
export function suited(text: string, wanted: string, faces: Faces): string {
    const tried = [wanted, ...Object.keys(faces).filter((face) => face !== wanted)];
    return tried.find((key) => faces[key] && lacking(text, faces[key]) === undefined) ?? "";
}

/** Shows the words in each face, and says where another one has to take its place. */
export function showIn(group: HTMLElement, text: string, faces: Faces, said: HTMLElement | null): void {
    let words = "";
    for (const input of group.querySelectorAll<HTMLInputElement>("input")) {
        const sample = input.nextElementSibling as HTMLElement | null;
        const wanted = faces[input.value];
        if (!sample || !wanted) continue;
        const face = suited(text, input.value, faces);
        sample.textContent = text;
        sample.dataset.face = face;
        if (!input.checked || face === input.value) continue;
        words = t("{face} has no “{letter}”, so {other} takes its place.", {
            face: wanted.name,
            letter: lacking(text, wanted) ?? "",
            other: faces[face]?.name ?? t("an italic"),
        });
    }
    if (said) said.textContent = words;
}

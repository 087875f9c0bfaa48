/** The words of a page of ours in its language: the page brings along those that its script says. */

import { speak, type Speech } from "./i18n";

const brought = document.querySelector<HTMLMetaElement>('meta[name="words"]')?.content;
const language = document.documentElement.lang || "en";

speak({ language, strings: brought ? (JSON.parse(brought) as Record<string, string>) : {} });

/** The words of the viewer of PDFs, from a file; none for English, and where the file cannot be had. */
export async function viewerSpeech(): Promise<Speech | undefined> {
    const file = document.querySelector<HTMLMetaElement>('meta[name="viewer-words"]')?.content;
    if (!file) return undefined;
    try {
        const answer = await fetch(file, { credentials: "omit" });
        if (answer.ok) return { language, strings: (await answer.json()) as Record<string, string> };
    } catch {
        // The viewer speaks English then.
    }
    return undefined;
}

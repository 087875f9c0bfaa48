/** <ck-finder src="…">: searches the guides in an index that is loaded once. */

import { count, Finder, type Finding } from "../lib/finder";
import { t } from "../lib/i18n";
import { excerpt, matches, type Piece, type Section } from "./matching";

class GuideFinder extends Finder {
    private sections: Promise<Section[] | undefined> | undefined;

    protected async find(words: string): Promise<Finding> {
        const sections = await (this.sections ??= this.load());
        if (!sections) return { rows: [], said: t("The index did not load. Check the connection and type again.") };
        const found = matches(sections, words);
        return {
            rows: found.map((section, at) => row(section, words, at)),
            said: words
                ? count(found.length, words)
                : t("Headings, sentences, names of fields: type what you look for."),
        };
    }

    private async load(): Promise<Section[] | undefined> {
        try {
            const answer = await fetch(this.getAttribute("src") ?? "");
            if (answer.ok) return ((await answer.json()) as { sections: Section[] }).sections;
        } catch {
            // `find` says it: the reader may try again.
        }
        this.sections = undefined;
        return undefined;
    }
}

function row(section: Section, query: string, at: number): HTMLElement {
    const made = document.createElement("li");
    made.id = `found-${at}`;
    made.setAttribute("role", "option");
    const link = document.createElement("a");
    link.href = section.url;
    link.tabIndex = -1;
    const title = document.createElement("span");
    title.textContent = section.title === section.page ? section.title : `${section.page} › ${section.title}`;
    const text = document.createElement("small");
    text.append(...excerpt(section.text, query).map(drawn));
    link.append(title, text);
    made.append(link);
    return made;
}

function drawn(piece: Piece): Node {
    if (!piece.isHit) return document.createTextNode(piece.text);
    const mark = document.createElement("mark");
    mark.textContent = piece.text;
    return mark;
}

customElements.define("ck-finder", GuideFinder);

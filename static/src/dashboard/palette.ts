/** <ck-palette src="…">: goes to pages and finds the project's things; the server searches, a moment after the last key. */

import { count, Finder, type Finding } from "../lib/finder";
import { t } from "../lib/i18n";

const PAUSE = 120;

class Palette extends Finder {
    private last = 0;

    protected async find(words: string): Promise<Finding> {
        const mine = ++this.last;
        if (words) await new Promise((resolve) => setTimeout(resolve, PAUSE));
        if (mine !== this.last) return { rows: [], said: "" };
        const rows = await this.ask(words);
        if (!rows) return { rows: [], said: t("The search did not answer. Check the connection and type again.") };
        return {
            rows,
            said: words ? count(rows.length, words) : t("Names, ids, people, errors: type what you look for."),
        };
    }

    private async ask(words: string): Promise<HTMLElement[] | undefined> {
        try {
            const answer = await fetch(`${this.getAttribute("src") ?? ""}?${new URLSearchParams({ q: words })}`);
            if (!answer.ok || answer.redirected) return undefined;
            const page = new DOMParser().parseFromString(`<ul>${await answer.text()}</ul>`, "text/html");
            return [...page.querySelectorAll<HTMLElement>("[role=option]")];
        } catch {
            return undefined;
        }
    }
}

customElements.define("ck-palette", Palette);

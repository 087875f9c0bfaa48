/** The search bar: words, how often they are in the document, next and previous. */

import type { PDFDocumentProxy } from "pdfjs-dist";
import { element } from "../lib/dom";
import { t } from "../lib/i18n";
import type { Pages } from "./pages";
import { find, nearest, readable, type Hit, type Item, type PageText } from "./search";
import { button } from "./toolbar";

const QUIET_MS = 200;

export class Finder {
    readonly bar: HTMLElement;
    private readonly field = element("input", {
        type: "search",
        "aria-label": t("Search in the document"),
        placeholder: t("Search in the document"),
        enterkeyhint: "search",
        autocomplete: "off",
        spellcheck: "false",
    });
    private readonly count = element("span", { class: "viewer-found", role: "status" });
    private readonly texts = new Map<number, Promise<PageText>>();
    private hits: Hit[] = [];
    private at = -1;
    private turn = 0;
    private timer = 0;

    constructor(
        private readonly pdf: PDFDocumentProxy,
        private readonly pages: Pages,
        private readonly onToggle: (isOpen: boolean) => void,
        private readonly onError: (error: unknown) => void,
    ) {
        this.bar = element(
            "search",
            { class: "viewer-finder", hidden: "" },
            this.field,
            this.count,
            button("chevron-up", t("Previous (Shift+Enter)"), () => this.move(-1)),
            button("chevron-down", t("Next (Enter)"), () => this.move(1)),
            button("x", t("Close the search (Esc)"), () => this.close()),
        );
        this.field.addEventListener("input", () => {
            clearTimeout(this.timer);
            this.timer = setTimeout(() => void this.search().catch(this.onError), QUIET_MS);
        });
        this.bar.addEventListener("keydown", (event) => this.onKey(event));
    }

    /** Show it, ready to type. */
    open(): void {
        this.bar.hidden = false;
        this.field.focus();
        this.field.select();
        this.onToggle(true);
    }

    /** Hide it and the marks. */
    close(): void {
        this.bar.hidden = true;
        this.field.value = this.count.textContent = "";
        this.begin();
        this.onToggle(false);
        this.pages.scroller.focus({ preventScroll: true });
    }

    toggle(): void {
        if (this.bar.hidden) this.open();
        else this.close();
    }

    private onKey(event: KeyboardEvent): void {
        if (event.key === "Escape") this.close();
        else if (event.key === "Enter" && event.target === this.field) this.move(event.shiftKey ? -1 : 1);
        else return;
        event.preventDefault();
    }

    private begin(): number {
        [this.hits, this.at] = [[], -1];
        void this.pages.showHits([], null);
        return (this.turn += 1);
    }

    /** Page after page, so that the first place is shown before the last page is there. */
    private async search(): Promise<void> {
        const [turn, words, from] = [this.begin(), this.field.value, this.pages.current];
        if (!words.trim()) {
            this.count.textContent = "";
            return;
        }
        this.count.textContent = t("Searching…");
        for (let page = 1; page <= this.pdf.numPages; page += 1) {
            const found = find(await this.text(page), words, page);
            if (turn !== this.turn) return;
            this.hits.push(...found);
            if (found.length && this.at < 0 && page >= from) this.choose(nearest(this.hits, from));
            else if (found.length) this.show();
        }
        if (this.at < 0) this.choose(nearest(this.hits, from));
        else this.show();
    }

    private text(page: number): Promise<PageText> {
        const known = this.texts.get(page) ?? this.read(page);
        this.texts.set(page, known);
        return known;
    }

    private async read(page: number): Promise<PageText> {
        const { items } = await (await this.pdf.getPage(page)).getTextContent();
        return readable(items.filter((item): item is Item & typeof item => "str" in item));
    }

    private move(by: 1 | -1): void {
        if (this.hits.length) this.choose((this.at + by + this.hits.length) % this.hits.length);
    }

    private choose(at: number): void {
        this.at = at;
        this.show();
    }

    private show(): void {
        const total = this.hits.length;
        this.count.textContent = total ? t("{at} of {total}", { at: this.at + 1 || "…", total }) : t("Not found");
        this.bar.toggleAttribute("empty", total === 0);
        this.pages.showHits(this.hits, this.hits[this.at] ?? null).catch(this.onError);
    }
}

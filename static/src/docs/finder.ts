/** <ck-finder src="…">: a dialog that searches the guides; "/", Ctrl+K and buttons with data-find open it. */

import { excerpt, matches, type Piece, type Section } from "./matching";

const HINT = "Headings, sentences, names of fields: type what you look for.";

class Finder extends HTMLElement {
    private sections: Promise<Section[]> | undefined;
    private chosen = 0;

    connectedCallback(): void {
        for (const button of document.querySelectorAll("[data-find]")) {
            button.addEventListener("click", () => this.open());
        }
        this.input.addEventListener("input", () => void this.find());
        this.input.addEventListener("keydown", (event) => this.steer(event));
        this.dialog.addEventListener("click", (event) => {
            if (event.target === this.dialog) this.dialog.close();
        });
        this.list.addEventListener("click", () => this.dialog.close());
        document.addEventListener("keydown", (event) => this.hear(event));
    }

    private get dialog(): HTMLDialogElement {
        return this.inner<HTMLDialogElement>("dialog");
    }

    private get input(): HTMLInputElement {
        return this.inner<HTMLInputElement>("input");
    }

    private get list(): HTMLElement {
        return this.inner("[role=listbox]");
    }

    private inner<T extends HTMLElement>(selector: string): T {
        const found = this.querySelector<T>(selector);
        if (!found) throw new Error(`<ck-finder> lacks ${selector}`);
        return found;
    }

    private hear(event: KeyboardEvent): void {
        const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select") !== null;
        const isSlash = event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey;
        const isPalette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
        if (!isSlash && !isPalette) return;
        event.preventDefault();
        this.open();
    }

    private open(): void {
        this.sections ??= this.load();
        document.getElementById("sidebar")?.hidePopover();
        if (!this.dialog.open) this.dialog.showModal();
        this.input.select();
    }

    private async load(): Promise<Section[]> {
        try {
            const answer = await fetch(this.getAttribute("src") ?? "");
            if (answer.ok) return ((await answer.json()) as { sections: Section[] }).sections;
        } catch {
            // Said below: the reader may try again.
        }
        this.sections = undefined;
        this.say("The index did not load. Check the connection and type again.");
        return [];
    }

    private async find(): Promise<void> {
        const query = this.input.value;
        const loading = (this.sections ??= this.load());
        const sections = await loading;
        if (query !== this.input.value || this.sections === undefined) return;
        const found = matches(sections, query);
        this.chosen = 0;
        this.list.replaceChildren(...found.map((section, at) => this.row(section, query, at)));
        this.input.setAttribute("aria-expanded", String(found.length > 0));
        this.say(query.trim() ? count(found.length, query.trim()) : HINT);
        this.choose(0);
    }

    private say(text: string): void {
        this.inner("[role=status]").textContent = text;
    }

    private row(section: Section, query: string, at: number): HTMLElement {
        const row = document.createElement("li");
        row.id = `found-${at}`;
        row.setAttribute("role", "option");
        const link = document.createElement("a");
        link.href = section.url;
        link.tabIndex = -1;
        const title = document.createElement("span");
        title.textContent = section.title === section.page ? section.title : `${section.page} › ${section.title}`;
        const text = document.createElement("small");
        text.append(...excerpt(section.text, query).map(drawn));
        link.append(title, text);
        row.append(link);
        row.addEventListener("pointermove", () => this.choose(at));
        return row;
    }

    private choose(at: number): void {
        const rows = [...this.list.children];
        this.chosen = Math.max(0, Math.min(at, rows.length - 1));
        rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === this.chosen)));
        this.input.setAttribute("aria-activedescendant", rows.length ? `found-${this.chosen}` : "");
    }

    private steer(event: KeyboardEvent): void {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step !== undefined) {
            event.preventDefault();
            this.choose(this.chosen + step);
            this.list.children[this.chosen]?.scrollIntoView({ block: "nearest" });
        } else if (event.key === "Enter") {
            event.preventDefault();
            this.list.children[this.chosen]?.querySelector("a")?.click();
        }
    }
}

function count(found: number, query: string): string {
    if (!found) return `Nothing found for “${query}”. Try fewer or other words.`;
    return found === 1 ? "One place found." : `${found} places found.`;
}

function drawn(piece: Piece): Node {
    if (!piece.isHit) return document.createTextNode(piece.text);
    const mark = document.createElement("mark");
    mark.textContent = piece.text;
    return mark;
}

customElements.define("ck-finder", Finder);

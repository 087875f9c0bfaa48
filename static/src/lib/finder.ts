/** A dialog that finds as one types: "/", Ctrl+K and whatever carries data-find open it, arrows and Enter choose. */

import { t } from "./i18n";
import { isSingleKey } from "./keys";

/** What was found for some words, as options whose ids are `found-0`, `found-1`, …; and what to say of it. */
export interface Finding {
    rows: HTMLElement[];
    said: string;
}

export abstract class Finder extends HTMLElement {
    private chosen = 0;
    private asked = 0;

    connectedCallback(): void {
        for (const button of document.querySelectorAll("[data-find]")) {
            button.addEventListener("click", (event) => {
                event.preventDefault();
                this.open();
            });
        }
        this.input.addEventListener("input", () => void this.show());
        this.input.addEventListener("keydown", (event) => this.steer(event));
        this.dialog.addEventListener("click", (event) => {
            if (event.target === this.dialog) this.dialog.close();
        });
        this.list.addEventListener("click", () => this.dialog.close());
        this.list.addEventListener("pointermove", (event) => {
            const row = (event.target as Element).closest("[role=option]");
            if (row) this.choose([...this.list.children].indexOf(row));
        });
        document.addEventListener("keydown", (event) => this.hear(event));
    }

    /** What answers to the words; whatever fails is said in words. */
    protected abstract find(words: string): Promise<Finding>;

    protected open(): void {
        document.getElementById("sidebar")?.hidePopover();
        if (!this.dialog.open) this.dialog.showModal();
        this.input.select();
        void this.show();
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
        if (!found) throw new Error(`<${this.localName}> lacks ${selector}`);
        return found;
    }

    private hear(event: KeyboardEvent): void {
        const isSlash = event.key === "/" && isSingleKey(event);
        const isPalette = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
        if (!isSlash && !isPalette) return;
        event.preventDefault();
        this.open();
    }

    /** Only the answer to the last question counts. */
    private async show(): Promise<void> {
        const question = ++this.asked;
        const { rows, said } = await this.find(this.input.value.trim());
        if (question !== this.asked) return;
        this.list.replaceChildren(...rows);
        this.input.setAttribute("aria-expanded", String(rows.length > 0));
        this.inner("[role=status]").textContent = said;
        this.choose(0);
    }

    private choose(at: number): void {
        const rows = [...this.list.children];
        this.chosen = Math.max(0, Math.min(at, rows.length - 1));
        rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === this.chosen)));
        this.input.setAttribute("aria-activedescendant", rows[this.chosen]?.id ?? "");
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

/** How many places there are, or what to try where there are none. */
export function count(found: number, words: string): string {
    if (!found) return t("Nothing found for “{words}”. Try fewer or other words.", { words });
    return found === 1 ? t("One place found.") : t("{count} places found.", { count: found });
}

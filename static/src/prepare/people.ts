/** The rows of recipients: added, removed, moved up; each has an identity of its own, whatever its place. */

import { t } from "../lib/i18n";
import { part } from "./part";

const MOST = 20;

export class People {
    private readonly list: HTMLElement;
    private readonly blank: HTMLTemplateElement;
    private readonly add: HTMLButtonElement;

    /** `changed` is called after every change; `removed` before it, with the row that goes. */
    constructor(
        form: HTMLFormElement,
        private readonly changed: () => void,
        private readonly removed: (row: HTMLElement) => void,
    ) {
        this.list = part(form, "[data-people]");
        this.blank = part(form, "[data-blank]");
        this.add = part(form, "[data-add]");
        this.add.addEventListener("click", () => this.append());
        this.list.addEventListener("click", (event) => this.tool(event.target as Element));
        this.list.addEventListener("input", () => this.refresh());
        this.refresh(false);
    }

    get rows(): HTMLElement[] {
        return [...this.list.querySelectorAll<HTMLElement>("[data-row]")];
    }

    /** What a row is called: by its name, else by its place. */
    nameOf(row: HTMLElement): string {
        const words = ["first_name", "last_name"].map((name) => this.valueOf(row, name).trim());
        return words.join(" ").trim() || t("Recipient {number}", { number: this.rows.indexOf(row) + 1 });
    }

    /** Whether the recipient may fill something in. */
    fillsIn(row: HTMLElement): boolean {
        return this.valueOf(row, "designation") !== "CC";
    }

    private valueOf(row: HTMLElement, name: string): string {
        return row.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`)?.value ?? "";
    }

    private append(): void {
        this.list.append(this.blank.content.cloneNode(true));
        this.refresh();
        this.rows.at(-1)?.querySelector<HTMLInputElement>("input")?.focus();
    }

    private tool(target: Element): void {
        const row = target.closest<HTMLElement>("[data-row]");
        if (!row) return;
        if (target.closest("[data-up]")) {
            row.previousElementSibling?.before(row);
            row.querySelector<HTMLButtonElement>("[data-up]")?.focus();
        } else if (target.closest("[data-remove]")) {
            this.removed(row);
            row.remove();
            this.add.focus();
        } else return;
        this.refresh();
    }

    private refresh(tell = true): void {
        const rows = this.rows;
        rows.forEach((row, number) => {
            row.dataset.tone = String(number % 6);
            part(row, "legend").textContent = t("Recipient {number}", { number: number + 1 });
            part<HTMLButtonElement>(row, "[data-up]").disabled = number === 0;
            part<HTMLButtonElement>(row, "[data-remove]").disabled = rows.length === 1;
        });
        this.add.disabled = rows.length >= MOST;
        if (tell) this.changed();
    }
}

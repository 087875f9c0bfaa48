/** Preparing a document for signature: fields are put on its pages, and go along with the form as the API takes them. */

import { t } from "../lib/i18n";
import { element } from "../lib/dom";
import { type Box, boxAround } from "./boxes";
import { part } from "./part";
import { People } from "./people";
import { Place } from "./place";

interface Sent extends Box {
    type: string;
    recipientIndex: number;
    pageNumber: number;
    required: boolean;
    label?: string | null;
    options?: string[] | null;
}

class Desk {
    private readonly places = new Set<Place>();
    private readonly people: People;
    private chosen: Place | null = null;

    constructor(private readonly form: HTMLFormElement) {
        this.people = new People(
            form,
            () => this.refresh(),
            (row) => [...this.places].filter((place) => place.row === row).forEach((place) => this.drop(place)),
        );
        this.restore();
        this.listen();
        this.refresh();
        drawTemplatePlaces(form);
    }

    private part<Kind extends HTMLElement>(selector: string): Kind {
        return part<Kind>(this.form, selector);
    }

    private get pages(): HTMLElement[] {
        return [...this.form.querySelectorAll<HTMLElement>("[data-page]")];
    }

    private listen(): void {
        for (const button of this.form.querySelectorAll<HTMLElement>("[data-kind]")) {
            const kind = button.dataset.kind ?? "";
            button.addEventListener("click", () => this.addInView(kind));
            button.addEventListener("dragstart", (event) => event.dataTransfer?.setData("text/plain", kind));
        }
        for (const page of this.pages) {
            page.addEventListener("dragover", (event) => event.preventDefault());
            page.addEventListener("drop", (event) => this.dropped(page, event));
        }
        const owner = this.part<HTMLSelectElement>("[data-owner]");
        owner.addEventListener("change", () => this.give(this.people.rows[Number(owner.value)]));
        this.part("[data-delete]").addEventListener("click", () => this.chosen && this.gone(this.chosen));
        for (const name of ["[data-label]", "[data-required]", "[data-options]"])
            this.part(name).addEventListener("input", () => this.describe());
        document.addEventListener("click", (event) => {
            if (!(event.target as Element).closest(".prepare-field, [data-bar]")) this.choose(null);
        });
        this.form.addEventListener("keydown", (event) => event.key === "Escape" && this.choose(null));
        this.form.addEventListener("submit", () => {
            for (const button of this.form.querySelectorAll("button")) button.disabled = true;
        });
    }

    /** Fields as the page was sent last. */
    private restore(): void {
        const sent = JSON.parse(this.part<HTMLInputElement>('[name="fields"]').value) as Sent[];
        for (const { type, recipientIndex, pageNumber, required, label, options, ...box } of sent) {
            const row = this.people.rows[recipientIndex];
            const page = this.pages[pageNumber - 1];
            if (!row || !page) continue;
            const place = new Place(type, row, page, box, this);
            place.required = required;
            place.label = label ?? "";
            place.options &&= options ?? [];
            this.places.add(place);
        }
    }

    private addInView(kind: string): void {
        const middle = innerHeight / 2;
        const off = (page: HTMLElement) => {
            const { top, bottom } = page.getBoundingClientRect();
            return Math.max(top - middle, middle - bottom, 0);
        };
        const page = this.pages.reduce((best, one) => (off(one) < off(best) ? one : best));
        const { top, height } = page.getBoundingClientRect();
        this.add(kind, page, 50, Math.min(Math.max(((middle - top) / height) * 100, 5), 95));
    }

    private dropped(page: HTMLElement, event: DragEvent): void {
        const kind = event.dataTransfer?.getData("text/plain") ?? "";
        event.preventDefault();
        if (!this.form.querySelector(`[data-kind="${CSS.escape(kind)}"]`)) return;
        const paper = page.getBoundingClientRect();
        const across = ((event.clientX - paper.left) / paper.width) * 100;
        this.add(kind, page, across, ((event.clientY - paper.top) / paper.height) * 100);
    }

    private add(kind: string, page: HTMLElement, x: number, y: number): void {
        const row = this.people.rows[Number(this.part<HTMLSelectElement>("[data-owner]").value)];
        if (!row) return;
        const picture = part(page, "img");
        const size = { width: Number(picture.getAttribute("width")), height: Number(picture.getAttribute("height")) };
        const place = new Place(kind, row, page, boxAround(kind, x, y, size), this);
        this.places.add(place);
        this.refresh();
        place.view.focus();
        place.view.scrollIntoView({ block: "nearest" });
        this.say(t("{field} added.", { field: place.view.getAttribute("aria-label") ?? "" }));
    }

    choose(place: Place | null): void {
        this.chosen?.view.removeAttribute("aria-pressed");
        this.chosen = place;
        place?.view.setAttribute("aria-pressed", "true");
        this.part("[data-chosen]").hidden = !place;
        this.part("[data-whose]").textContent = place ? t("This field is for") : t("New fields for");
        if (!place) return;
        this.part<HTMLInputElement>("[data-label]").value = place.label;
        this.part("[data-choices]").hidden = !place.options;
        this.part<HTMLTextAreaElement>("[data-options]").value = place.options?.join("\n") ?? "";
        this.part<HTMLInputElement>("[data-required]").checked = place.required;
        this.part<HTMLSelectElement>("[data-owner]").value = String(this.people.rows.indexOf(place.row));
    }

    changed(place: Place): void {
        const at = { x: Math.round(place.box.x), y: Math.round(place.box.y) };
        this.say(t("{x} percent from the left, {y} from the top.", at));
        this.write();
    }

    turn(place: Place, pages: number): void {
        const page = this.pages[this.pages.indexOf(place.page) + pages];
        if (!page) return;
        place.moveTo(page);
        this.refresh();
        this.say(t("Now on page {page}.", { page: page.dataset.page ?? "" }));
    }

    gone(place: Place): void {
        this.drop(place);
        this.say(t("Field deleted."));
        this.refresh();
        this.part<HTMLElement>(`[data-kind="${place.kind}"]`).focus();
    }

    private drop(place: Place): void {
        if (this.chosen === place) this.choose(null);
        this.places.delete(place);
        place.view.remove();
    }

    private give(row: HTMLElement | undefined): void {
        if (!row || !this.chosen) return;
        this.chosen.row = row;
        this.refresh();
    }

    private describe(): void {
        if (!this.chosen) return;
        this.chosen.label = this.part<HTMLInputElement>("[data-label]").value;
        this.chosen.required = this.part<HTMLInputElement>("[data-required]").checked;
        const lines = this.part<HTMLTextAreaElement>("[data-options]").value.split("\n");
        this.chosen.options &&= lines.map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean);
        this.refresh();
    }

    private refresh(): void {
        const select = this.part<HTMLSelectElement>("[data-owner]");
        const rows = this.people.rows;
        const able = rows.filter((row) => this.people.fillsIn(row));
        for (const place of [...this.places]) if (!able.includes(place.row)) this.drop(place);
        const before = this.chosen ? rows.indexOf(this.chosen.row) : Number(select.value || -1);
        select.replaceChildren(
            ...able.map((row) => element("option", { value: String(rows.indexOf(row)) }, this.people.nameOf(row))),
        );
        if (able.some((row) => rows.indexOf(row) === before)) select.value = String(before);
        for (const button of this.form.querySelectorAll<HTMLButtonElement>("[data-kind]"))
            button.disabled = able.length === 0;
        for (const place of this.places) place.name(this.people.nameOf(place.row), place.row.dataset.tone ?? "0");
        this.write();
    }

    /** The fields into the form. */
    private write(): void {
        const rows = this.people.rows;
        const sent: Sent[] = [...this.places].map((place) => ({
            type: place.kind,
            recipientIndex: rows.indexOf(place.row),
            pageNumber: Number(place.page.dataset.page),
            required: place.required,
            label: place.label || null,
            options: place.options,
            ...place.box,
        }));
        this.part<HTMLInputElement>('[name="fields"]').value = JSON.stringify(sent);
    }

    private say(words: string): void {
        this.part("[data-said]").textContent = words;
    }
}

/** What the template brings, where it is printed; not to be moved. */
function drawTemplatePlaces(form: HTMLFormElement): void {
    const found = JSON.parse(form.querySelector("#template-places")?.textContent ?? "[]") as (Box & {
        page: number;
        label: string;
    })[];
    for (const place of found) {
        const view = element("div", { class: "prepare-field prepare-field--fixed" }, element("span", {}, place.label));
        view.style.setProperty("left", `${place.x}%`);
        view.style.setProperty("top", `${place.y}%`);
        view.style.setProperty("width", `${place.width}%`);
        view.style.setProperty("height", `${place.height}%`);
        form.querySelector(`[data-page="${place.page}"]`)?.append(view);
    }
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-prepare]")) new Desk(form);

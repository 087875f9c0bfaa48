/** One field on a page: seen, dragged, resized, moved by keys. */

import { element } from "../lib/dom";
import { t } from "../lib/i18n";
import { type Box, moved, resized } from "./boxes";
import { part } from "./part";

const STEP = 0.5;
const KEYS: Record<string, [number, number]> = {
    ArrowLeft: [-STEP, 0],
    ArrowRight: [STEP, 0],
    ArrowUp: [0, -STEP],
    ArrowDown: [0, STEP],
};
const PAGES: Record<string, number> = { PageUp: -1, PageDown: 1 };
const CHOSEN = ["radio", "select"];

export interface Owner {
    choose(place: Place): void;
    gone(place: Place): void;
    changed(place: Place): void;
    /** Puts the field on the page so many further; none when there is none. */
    turn(place: Place, pages: number): void;
}

export class Place {
    readonly view: HTMLElement;
    label = "";
    required = true;
    /** What there is to choose from, in fields where one chooses. */
    options: string[] | null;

    constructor(
        readonly kind: string,
        public row: HTMLElement,
        public page: HTMLElement,
        public box: Box,
        private readonly owner: Owner,
    ) {
        this.options = CHOSEN.includes(kind) ? [t("Yes"), t("No")] : null;
        const handle = element("span", { class: "prepare-handle", "aria-hidden": "true" });
        this.view = element("div", { class: "prepare-field", role: "button", tabindex: "0" }, element("span"), handle);
        this.view.addEventListener("focus", () => owner.choose(this));
        this.view.addEventListener("keydown", (event) => this.key(event));
        this.view.addEventListener("pointerdown", (event) => this.grab(event, event.target === handle));
        page.append(this.view);
        this.draw();
    }

    /** Put the view where the box is. */
    draw(): void {
        for (const [name, value] of [
            ["left", this.box.x],
            ["top", this.box.y],
            ["width", this.box.width],
            ["height", this.box.height],
        ] as const)
            this.view.style.setProperty(name, `${value}%`);
    }

    /** Say whose it is, in words and by its tone. */
    name(whose: string, tone: string): void {
        const words =
            this.label || document.querySelector(`button[data-kind="${this.kind}"]`)?.textContent.trim() || this.kind;
        this.view.dataset.tone = tone;
        part(this.view, "span").textContent = `${words} · ${whose}`;
        this.view.setAttribute(
            "aria-label",
            t("{field} for {person}, page {page}", { field: words, person: whose, page: this.page.dataset.page ?? "" }),
        );
    }

    /** Onto another page, at the same place. */
    moveTo(page: HTMLElement): void {
        this.page = page;
        page.append(this.view);
        this.view.focus();
        this.view.scrollIntoView({ block: "nearest" });
    }

    private set(box: Box): void {
        this.box = box;
        this.draw();
        this.owner.changed(this);
    }

    private key(event: KeyboardEvent): void {
        const way = KEYS[event.key];
        if (way) this.set(event.shiftKey ? resized(this.box, ...way) : moved(this.box, ...way));
        else if (PAGES[event.key]) this.owner.turn(this, PAGES[event.key] ?? 0);
        else if (event.key === "Delete" || event.key === "Backspace") this.owner.gone(this);
        else return;
        event.preventDefault();
    }

    private grab(event: PointerEvent, resizes: boolean): void {
        if (event.button !== 0) return;
        event.preventDefault();
        this.view.focus();
        this.view.setPointerCapture(event.pointerId);
        const start = this.box;
        const paper = this.page.getBoundingClientRect();
        const drag = (next: PointerEvent) => {
            const right = ((next.clientX - event.clientX) / paper.width) * 100;
            const down = ((next.clientY - event.clientY) / paper.height) * 100;
            this.set(resizes ? resized(start, right, down) : moved(start, right, down));
        };
        const drop = () => {
            this.view.removeEventListener("pointermove", drag);
            this.view.removeEventListener("pointerup", drop);
            this.view.removeEventListener("pointercancel", drop);
        };
        this.view.addEventListener("pointermove", drag);
        this.view.addEventListener("pointerup", drop);
        this.view.addEventListener("pointercancel", drop);
    }
}

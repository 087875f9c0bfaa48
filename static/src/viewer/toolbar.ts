/** The bar above the pages: which page, how large. */

import { element, icon } from "../lib/dom";
import { percent } from "./zoom";

export interface Toolbar {
    bar: HTMLElement;
    showPage: (page: number) => void;
    showScale: (scale: number, fitted: boolean) => void;
}

export interface Commands {
    goTo: (page: number) => void;
    zoom: (direction: 1 | -1) => void;
    fit: () => void;
}

/** A toolbar for a document of so many pages. */
export function toolbar(pages: number, commands: Commands): Toolbar {
    const page = pageField(pages, commands.goTo);
    const scale = element("span", { class: "viewer-scale", role: "status", "aria-label": "Zoom" });
    const fit = button("move-horizontal", "Fit width (0)", commands.fit);
    const bar = element(
        "div",
        { class: "viewer-bar", role: "toolbar", "aria-label": "PDF viewer" },
        button("chevron-left", "Previous page (left arrow)", () => commands.goTo(Number(page.value) - 1)),
        element("span", { class: "viewer-count" }, page, ` of ${pages}`),
        button("chevron-right", "Next page (right arrow)", () => commands.goTo(Number(page.value) + 1)),
        element("span", { class: "viewer-gap" }),
        button("minus", "Zoom out (−)", () => commands.zoom(-1)),
        scale,
        button("plus", "Zoom in (+)", () => commands.zoom(1)),
        fit,
    );
    return {
        bar,
        showPage: (number) => (page.value = String(number)),
        showScale: (value, fitted) => {
            scale.textContent = percent(value);
            fit.setAttribute("aria-pressed", String(fitted));
        },
    };
}

function button(name: string, label: string, act: () => void): HTMLButtonElement {
    const made = element("button", { type: "button", "aria-label": label, title: label }, icon(name));
    made.addEventListener("click", act);
    return made;
}

function pageField(pages: number, goTo: (page: number) => void): HTMLInputElement {
    const field = element("input", { inputmode: "numeric", "aria-label": `Page, of ${pages}`, value: "1" });
    field.addEventListener("change", () => goTo(Number.parseInt(field.value, 10) || 1));
    field.addEventListener("focus", () => field.select());
    return field;
}

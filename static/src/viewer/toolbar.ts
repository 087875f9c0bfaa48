/** The bar above the pages: which page, how large, the small pictures, the search. */

import { element, icon } from "../lib/dom";
import { t } from "../lib/i18n";
import { percent } from "./zoom";

const TELL_MS = 500;

export interface Toolbar {
    bar: HTMLElement;
    showPage: (page: number) => void;
    showScale: (scale: number, fitted: boolean) => void;
    showThumbnails: (isOpen: boolean) => void;
    showFinder: (isOpen: boolean) => void;
}

export interface Commands {
    goTo: (page: number) => void;
    zoom: (direction: 1 | -1) => void;
    fit: () => void;
    thumbnails: () => void;
    find: () => void;
}

/** A toolbar for a document of so many pages. */
export function toolbar(pages: number, commands: Commands): Toolbar {
    const page = pageField(pages, commands.goTo);
    const scale = element("span", { class: "viewer-scale", role: "status", "aria-label": t("Zoom") });
    const fit = button("move-horizontal", t("Fit width (0)"), commands.fit);
    const thumbnails = button("panel-left", t("Small pictures of the pages"), commands.thumbnails);
    const finder = button("search", t("Search (Ctrl+F)"), commands.find);
    const [back, forth] = [
        button("chevron-left", t("Previous page (left arrow)"), () => commands.goTo(Number(page.value) - 1)),
        button("chevron-right", t("Next page (right arrow)"), () => commands.goTo(Number(page.value) + 1)),
    ];
    for (const roomy of [back, forth, scale]) roomy.toggleAttribute("data-roomy", true);
    if (pages === 1) for (const useless of [thumbnails, back, forth]) useless.hidden = true;
    const spoken = element("span", { class: "visually-hidden", role: "status" });
    const bar = element(
        "div",
        { class: "viewer-bar", role: "toolbar", "aria-label": t("PDF viewer") },
        thumbnails,
        back,
        element("span", { class: "viewer-count" }, page, t(" of {pages}", { pages })),
        forth,
        spoken,
        element("span", { class: "viewer-gap" }),
        finder,
        button("minus", t("Zoom out (−)"), () => commands.zoom(-1)),
        scale,
        button("plus", t("Zoom in (+)"), () => commands.zoom(1)),
        fit,
    );
    return {
        bar,
        showPage: teller(page, spoken, pages),
        showScale: (value, fitted) => {
            scale.textContent = percent(value);
            fit.setAttribute("aria-pressed", String(fitted));
        },
        showThumbnails: (isOpen) => thumbnails.setAttribute("aria-expanded", String(isOpen)),
        showFinder: (isOpen) => finder.setAttribute("aria-expanded", String(isOpen)),
    };
}

/** Shows the page at once, and says it aloud when the scrolling has come to rest. */
function teller(field: HTMLInputElement, spoken: HTMLElement, pages: number): (page: number) => void {
    let timer = 0;
    let told = 1;
    return (page) => {
        field.value = String(page);
        clearTimeout(timer);
        if (page === told) return;
        timer = setTimeout(() => {
            told = page;
            spoken.textContent = t("Page {page} of {pages}", { page, pages });
        }, TELL_MS);
    };
}

/** A button that is an icon. */
export function button(name: string, label: string, act: () => void): HTMLButtonElement {
    const made = element("button", { type: "button", "aria-label": label, title: label }, icon(name));
    made.addEventListener("click", act);
    return made;
}

function pageField(pages: number, goTo: (page: number) => void): HTMLInputElement {
    const field = element("input", {
        inputmode: "numeric",
        "aria-label": t("Page, of {pages}", { pages }),
        value: "1",
    });
    field.addEventListener("change", () => goTo(Number.parseInt(field.value, 10) || 1));
    field.addEventListener("focus", () => field.select());
    return field;
}

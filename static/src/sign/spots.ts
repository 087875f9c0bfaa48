/** Where on the pages each field stands: marked there, shown when the field is reached, and a way back to it. */

import { element } from "../lib/dom";

/** What the viewer offers with `viewer-open`; a page of its own, so that this script need not load the viewer. */
export interface Shown {
    scroller: HTMLElement;
    boxes: HTMLElement[];
}

const BOX = ["left", "top", "width", "height"] as const;

/** Marks the fields on the pages of an open document, in place of the marks of one before. */
export function mark(form: HTMLElement, { scroller, boxes }: Shown): void {
    for (const field of form.querySelectorAll<HTMLElement>("[data-field][data-box]")) {
        const page = boxes[Number(field.dataset.page) - 1];
        const sides = (field.dataset.box ?? "").split(" ");
        if (!page || sides.length !== BOX.length) continue;
        const spot = element("div", { class: "sign-spot", "aria-hidden": "true" });
        BOX.forEach((side, index) => spot.style.setProperty(side, `${sides[index] ?? "0"}%`));
        spot.addEventListener("click", () => reach(field));
        field.addEventListener("focusin", () => show(scroller, spot));
        field.addEventListener("input", () => settle(field, spot));
        settle(field, spot);
        page.append(spot);
        // A page that is far away is emptied, and drawn anew when it comes near.
        new MutationObserver(() => spot.isConnected || page.append(spot)).observe(page, { childList: true });
    }
}

/** To the field in the form, from its mark. */
export function reach(field: HTMLElement): void {
    field.scrollIntoView({ block: "center", behavior: "smooth" });
    const first = [...field.querySelectorAll<HTMLElement>("canvas, input, select")].find(({ hidden }) => !hidden);
    first?.focus({ preventScroll: true });
}

/** A field that is filled in asks for nothing any more. */
function settle(field: HTMLElement, spot: HTMLElement): void {
    const inputs = [...field.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input[name], select[name]")];
    const isFilled = inputs.some((input) =>
        input instanceof HTMLInputElement && ["checkbox", "radio"].includes(input.type)
            ? input.checked && !input.closest("[data-faces]")
            : input.value.trim() !== "",
    );
    spot.toggleAttribute("data-filled", isFilled);
}

/** The document moves to the mark, if it cannot be seen; the page around it stays where it is. */
function show(scroller: HTMLElement, spot: HTMLElement): void {
    if (!spot.isConnected) return; // of a document that was opened before
    for (const other of scroller.querySelectorAll(".sign-spot[data-now]")) other.removeAttribute("data-now");
    spot.setAttribute("data-now", "");
    const [seen, place] = [scroller.getBoundingClientRect(), spot.getBoundingClientRect()];
    if (place.top >= seen.top && place.bottom <= seen.bottom) return;
    scroller.scrollTop += place.top - seen.top - (seen.height - place.height) / 2;
}

/** A link marked data-dialog opens the form of the page it leads to in a dialog; without script it is a plain link. */

import { element, icon } from "../lib/dom";
import { t } from "../lib/i18n";

document.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest<HTMLAnchorElement>("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void open(link);
});

async function open(link: HTMLAnchorElement): Promise<void> {
    const form = await formBehind(link.href);
    if (!form) {
        location.assign(link.href);
        return;
    }
    const close = element("button", { type: "button", class: "dialog-close", "aria-label": t("Close") }, icon("x"));
    const dialog = element("dialog", { class: "dialog" }, document.adoptNode(form), close);
    const title = dialog.querySelector("h1, h2");
    if (title) dialog.setAttribute("aria-labelledby", (title.id ||= "dialog-title"));
    dialog.addEventListener("click", (event) => {
        const target = event.target as Element;
        if (target !== dialog && !target.closest(".dialog-close, [data-cancel]")) return;
        event.preventDefault();
        dialog.close();
    });
    dialog.addEventListener("close", () => {
        dialog.remove();
        link.focus();
    });
    document.body.append(dialog);
    dialog.showModal();
}

/** The part marked data-dialog-body of a page of ours; null when there is none, as when the session has ended. */
async function formBehind(address: string): Promise<Element | null> {
    try {
        const response = await fetch(address, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        return response.ok ? page.querySelector("[data-dialog-body]") : null;
    } catch {
        return null;
    }
}

/** Walks through the fields of the form: how many are left, and to the next one; sends the form once. */

import { t } from "../lib/i18n";
import { reach } from "./spots";

export function open(fields: Iterable<HTMLElement>): HTMLElement[] {
    return [...fields].filter((field) => {
        const input = field.querySelector<HTMLInputElement | HTMLSelectElement>("input[name], select[name]");
        if (!input?.required) return false;
        if (input.type === "radio") return !field.querySelector("input:checked");
        return input instanceof HTMLInputElement && input.type === "checkbox"
            ? !input.checked
            : input.value.trim() === "";
    });
}

export function walk(form: HTMLFormElement): void {
    const fields = [...form.querySelectorAll<HTMLElement>("[data-field]")];
    const progress = form.querySelector<HTMLElement>("[data-progress]");
    const next = form.querySelector<HTMLButtonElement>("[data-next]");
    const update = (): void => {
        const left = open(fields);
        if (progress)
            progress.textContent = left.length
                ? t("{count} left to fill in", { count: left.length })
                : t("All filled in");
        if (next) next.hidden = left.length === 0;
    };
    next?.addEventListener("click", () => {
        const first = open(fields)[0];
        if (first) reach(first);
    });
    form.addEventListener("input", update);
    form.addEventListener("submit", () => {
        form.querySelector<HTMLButtonElement>("[data-submit]")?.setAttribute("aria-busy", "true");
    });
    update();
}

/** A date of signing is today's, unless somebody says otherwise. */
export function dateToday(form: HTMLFormElement, now = new Date()): void {
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
    const words = today.map((part) => String(part).padStart(2, "0")).join("-");
    for (const input of form.querySelectorAll<HTMLInputElement>('[data-kind="date"] input[required]'))
        if (!input.value && !input.hasAttribute("aria-invalid")) input.value = input.defaultValue = words;
}

/** On a phone the form stands below the document: a button leads there, as long as it is out of sight. */
export function offerJump(form: HTMLFormElement): void {
    const jump = document.querySelector<HTMLElement>("[data-jump]");
    if (!jump) return;
    new IntersectionObserver(([seen]) => (jump.hidden = seen?.isIntersecting ?? false)).observe(form);
}

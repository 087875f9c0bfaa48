/** Walks through the fields of the form: how many are left, and to the next one; sends the form once. */

import { t } from "../lib/i18n";

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
        first?.scrollIntoView({ block: "center", behavior: "smooth" });
        first?.querySelector<HTMLElement>("canvas, input, select")?.focus({ preventScroll: true });
    });
    form.addEventListener("input", update);
    form.addEventListener("submit", () => {
        form.querySelector<HTMLButtonElement>("[data-submit]")?.setAttribute("aria-busy", "true");
    });
    update();
}

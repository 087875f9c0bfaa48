/** Leaving: what is filled in is nowhere but on this page, so the browser asks before it is lost. */

export function askBeforeLeaving(form: HTMLFormElement): void {
    let isTouched = false;
    form.addEventListener("input", () => (isTouched = true));
    // Signing, declining and handing over all leave on purpose.
    document.addEventListener("submit", () => (isTouched = false));
    window.addEventListener("beforeunload", (event) => {
        if (isTouched) event.preventDefault();
    });
}

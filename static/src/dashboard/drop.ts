/** A form marked data-drop takes files by drag as by choice, and sends them at once; without script it has a button. */

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-drop]")) enable(form);

function enable(form: HTMLFormElement): void {
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    if (!input) return;
    form.classList.add("drop--live");
    input.addEventListener("change", () => input.files?.length && send(form));
    form.addEventListener("submit", () => busy(form));
    form.addEventListener("dragover", (event) => {
        event.preventDefault();
        form.classList.add("drop--over");
    });
    form.addEventListener("dragleave", (event) => {
        if (!form.contains(event.relatedTarget as Node | null)) form.classList.remove("drop--over");
    });
    form.addEventListener("drop", (event) => {
        event.preventDefault();
        form.classList.remove("drop--over");
        if (!event.dataTransfer?.files.length) return;
        input.files = event.dataTransfer.files;
        send(form);
    });
}

function send(form: HTMLFormElement): void {
    form.requestSubmit();
}

function busy(form: HTMLFormElement): void {
    form.classList.add("drop--busy");
    const state = form.querySelector<HTMLElement>("[role=status]");
    if (state) state.hidden = false;
}

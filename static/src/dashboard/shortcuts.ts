/** <ck-shortcuts>: "?" and whatever carries data-shortcuts show the keys; "g" and the letter of a page go there. */

import { isSingleKey, letSingleKeysWork, singleKeysWork } from "../lib/keys";

const PAUSE = 1500;

class Shortcuts extends HTMLElement {
    private went = -Infinity;

    connectedCallback(): void {
        for (const button of document.querySelectorAll<HTMLElement>("[data-shortcuts]")) {
            button.hidden = false;
            button.addEventListener("click", () => this.open());
        }
        this.dialog.addEventListener("click", (event) => {
            if (event.target === this.dialog) this.dialog.close();
        });
        this.box.checked = singleKeysWork();
        this.box.addEventListener("change", () => letSingleKeysWork(this.box.checked));
        document.addEventListener("keydown", (event) => this.hear(event));
    }

    private get dialog(): HTMLDialogElement {
        return this.querySelector("dialog") as HTMLDialogElement;
    }

    private get box(): HTMLInputElement {
        return this.querySelector("[data-single]") as HTMLInputElement;
    }

    private open(): void {
        document.getElementById("sidebar")?.hidePopover();
        if (!this.dialog.open) this.dialog.showModal();
    }

    private hear(event: KeyboardEvent): void {
        if (!isSingleKey(event) || document.querySelector("dialog[open]")) return;
        const isSecond = event.timeStamp - this.went < PAUSE;
        this.went = event.key === "g" && !isSecond ? event.timeStamp : -Infinity;
        const page = isSecond ? this.querySelector<HTMLElement>(`[data-go="${CSS.escape(event.key)}"]`) : null;
        if (page) page.click();
        else if (event.key === "?") this.open();
        else return;
        event.preventDefault();
    }
}

customElements.define("ck-shortcuts", Shortcuts);

/** What went well is told in a corner and goes by itself: not while somebody reads it or is about to undo it. */

import { element, icon } from "../lib/dom";
import { t } from "../lib/i18n";

const SHOWN_MS = 8_000;
const SHOWN_WITH_UNDO_MS = 20_000;

class Toast extends HTMLElement {
    private timer = 0;

    connectedCallback(): void {
        const close = element("button", { type: "button", class: "toast-close", "aria-label": t("Close") }, icon("x"));
        close.addEventListener("click", () => this.remove());
        this.append(close);
        for (const stay of ["pointerenter", "focusin"])
            this.addEventListener(stay, () => window.clearTimeout(this.timer));
        for (const go of ["pointerleave", "focusout"]) this.addEventListener(go, () => this.leaveSoon());
        this.leaveSoon();
    }

    disconnectedCallback(): void {
        window.clearTimeout(this.timer);
    }

    private leaveSoon(): void {
        window.clearTimeout(this.timer);
        const shown = this.querySelector("form") ? SHOWN_WITH_UNDO_MS : SHOWN_MS;
        this.timer = window.setTimeout(() => {
            if (this.matches(":hover, :focus-within")) this.leaveSoon();
            else this.remove();
        }, shown);
    }
}

customElements.define("ck-toast", Toast);

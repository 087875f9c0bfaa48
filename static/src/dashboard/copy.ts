/** <ck-copy value="…"> or <ck-copy from="id">: its button copies a text and says so. */

import { t } from "../lib/i18n";

const SHOWN_MS = 2000;

class Copy extends HTMLElement {
    connectedCallback(): void {
        this.querySelector("button")?.addEventListener("click", () => void this.copy());
    }

    private async copy(): Promise<void> {
        const source = document.getElementById(this.getAttribute("from") ?? "");
        const text = source?.textContent ?? this.getAttribute("value") ?? "";
        if (!(await write(text)) && source) getSelection()?.selectAllChildren(source);
        else this.confirm();
    }

    private confirm(): void {
        this.toggleAttribute("copied", true);
        const status = this.querySelector("[role=status]");
        if (status) status.textContent = t("Copied");
        setTimeout(() => {
            this.removeAttribute("copied");
            if (status) status.textContent = "";
        }, SHOWN_MS);
    }
}

/** The clipboard exists in secure contexts only; without it the text gets selected instead. */
async function write(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false;
    }
}

customElements.define("ck-copy", Copy);

/** <ck-colour label="…"> around a text field: a sample before it shows the colour and opens the browser's own picker. */

const SHORT = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i;
const LONG = /^#[0-9a-f]{6}$/i;

/** The six digits that a picker understands, or nothing for what is no plain colour. */
export function sixDigits(value: string): string {
    const colour = value.trim().toLowerCase().replace(SHORT, "#$1$1$2$2$3$3");
    return LONG.test(colour) ? colour : "";
}

class Colour extends HTMLElement {
    connectedCallback(): void {
        const field = this.querySelector("input");
        if (!field || this.querySelector("input[type=color]")) return;
        const sample = document.createElement("input");
        sample.type = "color";
        sample.setAttribute("aria-label", this.getAttribute("label") ?? "");
        sample.disabled = field.disabled;
        const show = (): void => {
            const colour = sixDigits(field.value);
            sample.value = colour || "#ffffff";
            this.toggleAttribute("empty", !colour);
        };
        field.addEventListener("input", show);
        sample.addEventListener("input", () => {
            field.value = sample.value;
            this.toggleAttribute("empty", false);
            for (const event of ["input", "change"]) field.dispatchEvent(new Event(event, { bubbles: true }));
        });
        show();
        this.prepend(sample);
    }
}

customElements.define("ck-colour", Colour);

/** <ck-passkey mode="create|get">: its form is sent with what the authenticator answers; without passkeys it says so. */

import { answered, forCreation, forUse } from "../lib/credentials";
import { t } from "../lib/i18n";

class Passkey extends HTMLElement {
    connectedCallback(): void {
        const form = this.querySelector("form");
        if (!form) return;
        const isPossible = "PublicKeyCredential" in globalThis;
        if (isPossible) this.hidden = false;
        else if (!this.hidden)
            this.complain(
                t("This browser offers no passkeys here. They need a current browser and an address with https."),
            );
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            if (isPossible) void this.ask(form);
        });
    }

    private async ask(form: HTMLFormElement): Promise<void> {
        this.complain("");
        const button = form.querySelector<HTMLButtonElement>("button");
        if (button) button.disabled = true;
        try {
            const credential = await this.credential(form);
            const field = form.elements.namedItem("credential") as HTMLInputElement;
            field.value = JSON.stringify(answered(credential));
            form.submit();
        } catch (error) {
            this.complain(reason(error));
            if (button) button.disabled = false;
        }
    }

    private async credential(form: HTMLFormElement): Promise<PublicKeyCredential> {
        const options = await this.options(form);
        const alone = form.elements.namedItem("passwordless");
        const made =
            this.getAttribute("mode") === "create"
                ? navigator.credentials.create(forCreation(options, alone instanceof HTMLInputElement && alone.checked))
                : navigator.credentials.get(forUse(options));
        return (await made) as PublicKeyCredential;
    }

    /** The page carries them where it knows who asks; otherwise the server makes them when they are wanted. */
    private async options(form: HTMLFormElement): Promise<Record<string, unknown>> {
        const given = this.getAttribute("options");
        if (given) return JSON.parse(given) as Record<string, unknown>;
        const response = await fetch(form.action, { headers: { Accept: "application/json" } });
        if (!response.ok) throw new TypeError("no options");
        return ((await response.json()) as { request_options: Record<string, unknown> }).request_options;
    }

    private complain(text: string): void {
        const place = this.querySelector<HTMLElement>("[role=alert]");
        if (!place) return;
        place.textContent = text;
        place.hidden = !text;
    }
}

function reason(error: unknown): string {
    if (error instanceof TypeError) return t("The server cannot be reached. Try again in a moment.");
    return error instanceof DOMException && error.name === "InvalidStateError"
        ? t("This device or key holds a passkey for your account already.")
        : t("Nothing was chosen, or it took too long. Try again.");
}

customElements.define("ck-passkey", Passkey);

/** <ck-signature>: the same field by drawing, typing or a picture; without this script it is a field to type in. */

import SignaturePad from "signature_pad";
import { element } from "../lib/dom";
import { t } from "../lib/i18n";
import { type Faces, showIn } from "./faces";

const PEN = "#17215a";
const LARGEST = 1200;
const FACES = readFaces();

class Signature extends HTMLElement {
    private input: HTMLInputElement | null = null;
    private pad: SignaturePad | null = null;
    private canvas: HTMLCanvasElement | null = null;
    private group: HTMLElement | null = null;
    private ways: HTMLElement | null = null;
    private author = "";

    connectedCallback(): void {
        this.input = this.querySelector("input");
        if (!this.input || this.canvas) return;
        this.canvas = element("canvas", { tabindex: "0", role: "img", "aria-label": t("Draw here") });
        const file = element("input", { type: "file", accept: "image/png,image/jpeg", hidden: "" });
        const ways = element("div", { class: "sign-ways" });
        ways.append(
            this.button(t("Draw"), () => this.draw()),
            this.button(t("Type"), () => this.type()),
            this.button(t("Upload"), () => file.click()),
            this.button(t("Clear"), () => this.clear()),
        );
        file.addEventListener("change", () => void this.upload(file.files?.[0]));
        this.group = this.querySelector<HTMLElement>("[data-faces]");
        this.author = this.group?.querySelector("[data-face]")?.textContent ?? "";
        this.ways = ways;
        this.input.before(ways);
        this.prepend(this.canvas);
        this.append(file);
        for (const part of [this.input, this.group]) part?.addEventListener("input", () => this.write());
        this.pad = new SignaturePad(this.canvas, { penColor: PEN });
        this.pad.addEventListener("endStroke", () => this.keep(this.pad?.toDataURL("image/png") ?? ""));
        if (this.input.value && !this.input.value.startsWith("data:")) this.type();
        else this.draw();
    }

    private button(words: string, act: () => void): HTMLButtonElement {
        const made = element("button", { type: "button", class: "button button--small" }, words);
        made.addEventListener("click", act);
        return made;
    }

    private keep(value: string): void {
        if (!this.input) return;
        this.input.value = value;
        this.input.dispatchEvent(new Event("input", { bubbles: true }));
    }

    private show(isDrawn: boolean): void {
        if (this.canvas) this.canvas.hidden = !isDrawn;
        // Hidden, a required field could not be pointed out by the browser: it stays, out of sight.
        this.input?.classList.toggle("visually-hidden", isDrawn);
        if (this.group) this.group.hidden = isDrawn;
        const [draw, type] = this.ways?.children ?? [];
        draw?.setAttribute("aria-pressed", String(isDrawn));
        type?.setAttribute("aria-pressed", String(!isDrawn));
        this.write();
    }

    private draw(): void {
        this.show(true);
        this.fit();
        if (!this.input?.value.startsWith("data:")) this.clear();
    }

    private type(): void {
        this.show(false);
        // What the faces show is what stands there; who signs otherwise types over it.
        if (!this.input?.value || this.input.value.startsWith("data:")) this.keep(this.author);
        this.input?.focus();
        this.input?.select();
    }

    /** What is typed, in every face to pick from. */
    private write(): void {
        if (!this.group || this.group.hidden) return;
        const said = this.querySelector<HTMLElement>("[data-fallen]");
        showIn(this.group, this.input?.value.trim() || this.author, FACES, said);
    }

    private clear(): void {
        this.pad?.clear();
        this.keep("");
    }

    /** As many points as the screen has: a stroke is as sharp as the pen. */
    private fit(): void {
        const canvas = this.canvas;
        if (!canvas) return;
        const ratio = Math.max(window.devicePixelRatio, 2);
        canvas.width = canvas.offsetWidth * ratio;
        canvas.height = canvas.offsetHeight * ratio;
        canvas.getContext("2d")?.scale(ratio, ratio);
        this.pad?.clear();
    }

    private async upload(file: File | undefined): Promise<void> {
        if (!file || !this.canvas) return;
        const picture = await createImageBitmap(file);
        const scale = Math.min(1, LARGEST / Math.max(picture.width, picture.height));
        const drawn = element("canvas");
        drawn.width = Math.round(picture.width * scale);
        drawn.height = Math.round(picture.height * scale);
        drawn.getContext("2d")?.drawImage(picture, 0, 0, drawn.width, drawn.height);
        this.show(true);
        this.fit();
        const value = drawn.toDataURL("image/png");
        await this.pad?.fromDataURL(value);
        this.keep(value);
    }
}

function readFaces(): Faces {
    const data = JSON.parse(document.getElementById("sign-data")?.textContent ?? "null") as { faces?: Faces } | null;
    return data?.faces ?? {};
}

customElements.define("ck-signature", Signature);

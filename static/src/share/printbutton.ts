/** The print button: there while a document is open, and busy while its pages are made ready. */

import { element } from "../lib/dom";
import { t } from "../lib/i18n";
import { printDocument, Stopped } from "./printing";
import type { Handle } from "../viewer/index";

export class PrintButton {
    private handle: Handle | null = null;
    private running: AbortController | null = null;
    private readonly status = element("p", { class: "share-status", role: "status", hidden: "" });

    constructor(
        private readonly button: HTMLButtonElement,
        private readonly file: string | null,
        private readonly printed: () => void,
    ) {
        document.body.append(this.status);
        button.addEventListener("click", () => void this.press());
        document.addEventListener("keydown", (event) => {
            if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "p" || !this.handle) return;
            event.preventDefault();
            void this.press();
        });
    }

    /** The document that can be printed now, or none. */
    offer(handle: Handle | null): void {
        this.handle = handle;
        this.button.hidden = handle === null;
    }

    private async press(): Promise<void> {
        const { handle } = this;
        if (!handle || this.running) return;
        this.running = new AbortController();
        const { signal } = this.running;
        try {
            await printDocument(handle, {
                file: this.file,
                progress: (page) => this.say(t("Preparing page {page} of {pages}…", { page, pages: handle.pages })),
                ready: () => {
                    this.say("");
                    this.printed();
                },
                signal,
            });
        } catch (error) {
            this.say(
                error instanceof Stopped || signal.aborted
                    ? ""
                    : t("The document could not be made ready for printing. Try again."),
            );
        } finally {
            this.running = null;
        }
    }

    private say(words: string): void {
        this.status.hidden = !words;
        if (this.running && words) {
            const stop = element("button", { type: "button", class: "button button--small" }, t("Cancel"));
            stop.addEventListener("click", () => this.running?.abort());
            this.status.replaceChildren(words, stop);
        } else this.status.replaceChildren(words);
    }
}

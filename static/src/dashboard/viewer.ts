/** <ck-pdf-viewer src module worker>: fetches the viewer's code only where a PDF is shown. */

import { element } from "../lib/dom";
import { t } from "../lib/i18n";
import { viewerSpeech } from "../lib/words";

type Viewer = typeof import("../viewer/index");

class PdfViewer extends HTMLElement {
    private stop: (() => void) | null = null;

    connectedCallback(): void {
        void this.load();
    }

    disconnectedCallback(): void {
        this.stop?.();
        this.stop = null;
    }

    private async load(): Promise<void> {
        this.replaceChildren(element("p", { class: "viewer-message", role: "status" }, t("Loading the viewer…")));
        try {
            const fetched = import(this.getAttribute("module") ?? "") as Promise<Viewer>;
            const [viewer, speech] = await Promise.all([fetched, viewerSpeech()]);
            if (!this.isConnected) return;
            this.stop = viewer.mount(this, this.getAttribute("src") ?? "", this.getAttribute("worker") ?? "", speech);
        } catch {
            this.failed();
        }
    }

    private failed(): void {
        const again = element("button", { type: "button", class: "button" }, t("Reload the page"));
        again.addEventListener("click", () => location.reload());
        this.replaceChildren(
            element(
                "div",
                { class: "viewer-message", role: "alert" },
                element("strong", {}, t("The viewer could not be loaded.")),
                element("p", {}, t("Check your connection, then reload. The download works without the viewer.")),
                again,
            ),
        );
    }
}

customElements.define("ck-pdf-viewer", PdfViewer);

/** <ck-pdf-viewer src module worker>: fetches the viewer's code only where a PDF is shown. */

import { element } from "../lib/dom";

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
        this.replaceChildren(element("p", { class: "viewer-message", role: "status" }, "Loading the viewer…"));
        try {
            const viewer = (await import(this.getAttribute("module") ?? "")) as Viewer;
            if (!this.isConnected) return;
            this.stop = viewer.mount(this, this.getAttribute("src") ?? "", this.getAttribute("worker") ?? "");
        } catch {
            this.failed();
        }
    }

    private failed(): void {
        const again = element("button", { type: "button", class: "button" }, "Reload the page");
        again.addEventListener("click", () => location.reload());
        this.replaceChildren(
            element(
                "div",
                { class: "viewer-message", role: "alert" },
                element("strong", {}, "The viewer could not be loaded."),
                element("p", {}, "Check your connection, then reload. The download works without the viewer."),
                again,
            ),
        );
    }
}

customElements.define("ck-pdf-viewer", PdfViewer);

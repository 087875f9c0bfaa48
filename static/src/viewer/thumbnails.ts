/** Small pictures of all pages beside the large ones; on a phone a drawer over them. */

import type { PDFDocumentProxy } from "pdfjs-dist";
import { element } from "../lib/dom";
import { t } from "../lib/i18n";

const WIDTH = 104;
const FAR = "100% 0px";

export class Thumbnails {
    readonly panel = element("nav", { class: "viewer-thumbs", "aria-label": "Pages as small pictures", hidden: "" });
    private readonly buttons: HTMLButtonElement[];
    private readonly wanted = new Set<HTMLButtonElement>();
    private isDrawing = false;
    private isClosed = false;
    private readonly watcher = new IntersectionObserver((entries) => this.seen(entries), {
        root: this.panel,
        rootMargin: FAR,
    });

    constructor(
        private readonly pdf: PDFDocumentProxy,
        goTo: (page: number) => void,
        private readonly onToggle: (isOpen: boolean) => void,
    ) {
        this.buttons = Array.from({ length: pdf.numPages }, (_, index) => this.make(index + 1, goTo));
        const rows = this.buttons.map((button) => element("li", {}, button));
        this.panel.append(element("ol", {}, ...rows));
        this.panel.addEventListener("keydown", (event) => {
            if (event.key === "Escape" && this.isDrawer) this.toggle(false);
        });
    }

    private make(page: number, goTo: (page: number) => void): HTMLButtonElement {
        const sheet = element("span", { class: "viewer-thumb" });
        const label = element("span", { "aria-hidden": "true" }, String(page));
        const made = element("button", { type: "button", "aria-label": t("Page {page}", { page }) }, sheet, label);
        made.addEventListener("click", () => {
            goTo(page);
            if (this.isDrawer) this.toggle(false);
        });
        return made;
    }

    private get isDrawer(): boolean {
        return getComputedStyle(this.panel).position === "absolute";
    }

    /** Show or hide; the pictures are made once they are looked at. */
    toggle(isOpen = Boolean(this.panel.hidden)): void {
        this.panel.hidden = !isOpen;
        for (const button of this.buttons) {
            if (isOpen) this.watcher.observe(button);
            else this.watcher.unobserve(button);
        }
        this.onToggle(isOpen);
        if (isOpen) this.reveal();
    }

    /** Show which page is being read. */
    show(page: number): void {
        const now = this.buttons[page - 1];
        if (!now || now.hasAttribute("aria-current")) return;
        this.panel.querySelector("[aria-current]")?.removeAttribute("aria-current");
        now.setAttribute("aria-current", "page");
        if (!this.panel.hidden) this.reveal();
    }

    private reveal(): void {
        const now = this.panel.querySelector<HTMLElement>("[aria-current]");
        if (!now) return;
        const { offsetTop, offsetHeight } = now;
        const { scrollTop, clientHeight } = this.panel;
        if (offsetTop < scrollTop || offsetTop + offsetHeight > scrollTop + clientHeight) {
            this.panel.scrollTop = offsetTop - (clientHeight - offsetHeight) / 2;
        }
    }

    private seen(entries: IntersectionObserverEntry[]): void {
        for (const { target, isIntersecting } of entries) {
            if (isIntersecting && !target.hasAttribute("drawn")) this.wanted.add(target as HTMLButtonElement);
            else this.wanted.delete(target as HTMLButtonElement);
        }
        if (!this.isDrawing) void this.draw();
    }

    /** One after the other: the pages that are read go first. A picture that fails stays an empty sheet. */
    private async draw(): Promise<void> {
        this.isDrawing = true;
        for (let [next] = this.wanted; next && !this.isClosed; [next] = this.wanted) {
            this.wanted.delete(next);
            await this.paint(next).catch(() => undefined);
        }
        this.isDrawing = false;
    }

    private async paint(button: HTMLButtonElement): Promise<void> {
        const page = await this.pdf.getPage(this.buttons.indexOf(button) + 1);
        const { width } = page.getViewport({ scale: 1 });
        const viewport = page.getViewport({ scale: (WIDTH / width) * Math.max(devicePixelRatio, 2) });
        const canvas = element("canvas", { "aria-hidden": "true" });
        canvas.width = Math.floor(viewport.width);
        canvas.height = Math.floor(viewport.height);
        await page.render({ canvas, viewport }).promise;
        button.firstElementChild?.replaceChildren(canvas);
        button.toggleAttribute("drawn", true);
    }

    /** Stop drawing. */
    close(): void {
        this.isClosed = true;
        this.watcher.disconnect();
    }
}

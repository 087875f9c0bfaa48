/** One page: a box of the right size at once; canvas, text and links when it comes near the screen. */

import { TextLayer, type PDFDocumentProxy, type PDFPageProxy, type RenderTask } from "pdfjs-dist";
import { element } from "../lib/dom";
import { t } from "../lib/i18n";
import { linksOf, type Follow } from "./links";
import { marksOf } from "./marks";
import type { Hit } from "./search";
import { CSS_UNITS } from "./zoom";

const MOST_PIXELS = 16_000_000;

/** What a page tells of itself. */
export interface PageEvents {
    drawn: (page: number) => void;
    written: (view: PageView) => void;
    follow: Follow;
}

export class PageView {
    readonly box: HTMLElement;
    private readonly text = element("div", { class: "textLayer" });
    private readonly links = element("div", { class: "viewer-links" });
    private pieces: HTMLElement[] = [];
    private page: PDFPageProxy | null = null;
    private task: RenderTask | null = null;
    private drawnAt = 0;
    private wanted = false;
    private writing: Promise<void> | null = null;

    constructor(
        private readonly pdf: PDFDocumentProxy,
        readonly number: number,
        size: { width: number; height: number },
        private readonly events: PageEvents,
    ) {
        const label = t("Page {page} of {pages}", { page: number, pages: pdf.numPages });
        this.box = element("section", { class: "viewer-page", "aria-label": label, "aria-busy": "true" });
        this.resize(size);
    }

    private resize({ width, height }: { width: number; height: number }): void {
        this.box.style.setProperty("--page-width", String(width));
        this.box.style.setProperty("--page-height", String(height));
    }

    /** Draw at a scale, unless it is drawn at that scale already. */
    async draw(scale: number): Promise<void> {
        this.wanted = true;
        this.page ??= await this.pdf.getPage(this.number);
        if (!this.wanted) return;
        if (this.drawnAt === scale) return await this.writing?.then();
        this.resize(this.page.getViewport({ scale: 1 }));
        this.drawnAt = scale;
        this.writing ??= this.write(this.page);
        await Promise.all([this.paint(this.page, scale), this.writing]);
    }

    private async paint(page: PDFPageProxy, scale: number): Promise<void> {
        this.task?.cancel();
        const viewport = page.getViewport({ scale: scale * CSS_UNITS * sharpness(page, scale) });
        const canvas = element("canvas", { "aria-hidden": "true" });
        canvas.width = Math.floor(viewport.width);
        canvas.height = Math.floor(viewport.height);
        const task = page.render({ canvas, viewport });
        this.task = task;
        try {
            await task.promise;
        } catch (error) {
            if ((error as Error).name === "RenderingCancelledException") return;
            throw error;
        }
        this.box.querySelector("canvas")?.remove();
        this.box.prepend(canvas);
        this.box.toggleAttribute("drawn", true);
        this.events.drawn(this.number);
    }

    private async write(page: PDFPageProxy): Promise<void> {
        const viewport = page.getViewport({ scale: CSS_UNITS });
        const layer = new TextLayer({ textContentSource: page.streamTextContent(), container: this.text, viewport });
        await layer.render();
        this.links.replaceChildren(...(await linksOf(page, this.events.follow)));
        if (!this.wanted) return;
        this.pieces = layer.textDivs;
        this.text.append(element("div", { class: "endOfContent" }));
        this.box.append(this.text, this.links);
        this.box.setAttribute("aria-busy", "false");
        this.events.written(this);
    }

    /** Show where words were found; the first mark of the chosen hit is given back. */
    mark(hits: Hit[], chosen: Hit | null): Element | null {
        this.box.querySelector(".viewer-marks")?.remove();
        if (!hits.length || !this.pieces.length) return null;
        const layer = marksOf(this.box, this.pieces, hits, chosen);
        this.box.insertBefore(layer, this.text);
        return layer.querySelector("[chosen]");
    }

    /** Give back the memory of a page that went far out of sight. */
    release(): void {
        this.wanted = false;
        this.task?.cancel();
        this.task = this.writing = null;
        this.drawnAt = 0;
        this.pieces = [];
        this.text.replaceChildren();
        this.box.replaceChildren();
        this.box.removeAttribute("drawn");
        this.box.setAttribute("aria-busy", "true");
        this.page?.cleanup();
    }
}

/** Canvas pixels per CSS pixel: at least two, which spaces letters evenly; fewer where a page would exhaust memory. */
function sharpness(page: PDFPageProxy, scale: number): number {
    const { width, height } = page.getViewport({ scale: scale * CSS_UNITS });
    return Math.min(Math.max(devicePixelRatio, 2), Math.sqrt(MOST_PIXELS / (width * height)));
}

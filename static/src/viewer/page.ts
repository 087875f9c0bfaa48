/** One page: a box of the right size at once, canvas and text when it comes near the screen. */

import { TextLayer, type PDFDocumentProxy, type PDFPageProxy, type RenderTask } from "pdfjs-dist";
import { element } from "../lib/dom";
import { CSS_UNITS } from "./zoom";

const MOST_PIXELS = 16_000_000;

export class PageView {
    readonly box: HTMLElement;
    private readonly canvas = element("canvas", { "aria-hidden": "true" });
    private readonly text = element("div", { class: "textLayer" });
    private page: PDFPageProxy | null = null;
    private task: RenderTask | null = null;
    private drawnAt = 0;
    private wanted = false;

    constructor(
        private readonly pdf: PDFDocumentProxy,
        readonly number: number,
        size: { width: number; height: number },
    ) {
        this.box = element("section", { class: "viewer-page", "aria-label": `Page ${number}` });
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
        if (!this.wanted || this.drawnAt === scale) return;
        this.resize(this.page.getViewport({ scale: 1 }));
        const first = this.drawnAt === 0;
        this.drawnAt = scale;
        await Promise.all([this.paint(this.page, scale), first ? this.write(this.page) : null]);
    }

    private async paint(page: PDFPageProxy, scale: number): Promise<void> {
        this.task?.cancel();
        const viewport = page.getViewport({ scale: scale * CSS_UNITS * sharpness(page, scale) });
        const canvas = this.canvas.cloneNode() as HTMLCanvasElement;
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
    }

    private async write(page: PDFPageProxy): Promise<void> {
        this.text.replaceChildren();
        const viewport = page.getViewport({ scale: CSS_UNITS });
        await new TextLayer({ textContentSource: page.streamTextContent(), container: this.text, viewport }).render();
        this.box.append(this.text);
    }

    /** Give back the memory of a page that went far out of sight. */
    release(): void {
        this.wanted = false;
        this.task?.cancel();
        this.task = null;
        this.drawnAt = 0;
        this.box.replaceChildren();
        this.box.removeAttribute("drawn");
        this.page?.cleanup();
    }
}

/** Canvas pixels per CSS pixel: at least two, which spaces letters evenly; fewer where a page would exhaust memory. */
function sharpness(page: PDFPageProxy, scale: number): number {
    const { width, height } = page.getViewport({ scale: scale * CSS_UNITS });
    return Math.min(Math.max(devicePixelRatio, 2), Math.sqrt(MOST_PIXELS / (width * height)));
}

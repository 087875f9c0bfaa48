/** The scrolled column of pages: draws what is near the screen at the present scale, and forgets the rest. */

import type { PDFDocumentProxy } from "pdfjs-dist";
import { element } from "../lib/dom";
import { PageView } from "./page";
import { CSS_UNITS, fitting, step } from "./zoom";

const NEAR = "150% 0px";
const SETTLE_MS = 120;

export class Pages {
    readonly scroller = element("div", { class: "viewer-pages", tabindex: "0", role: "group", "aria-label": "Pages" });
    private views: PageView[] = [];
    private near = new Set<PageView>();
    private scale = 1;
    private fitted = true;
    private settling = 0;
    private readonly watcher = new IntersectionObserver((entries) => this.seen(entries), {
        root: this.scroller,
        rootMargin: NEAR,
    });
    private readonly sizer = new ResizeObserver(() => this.fitted && this.fit());

    constructor(
        private readonly onPage: (page: number) => void,
        private readonly onScale: (scale: number, fitted: boolean) => void,
        private readonly onError: (error: unknown) => void,
    ) {
        this.scroller.addEventListener("scroll", () => this.onPage(this.current), { passive: true });
    }

    /** Show a document: sizes are guessed from its first page until a page is drawn. */
    async show(pdf: PDFDocumentProxy): Promise<void> {
        const size = (await pdf.getPage(1)).getViewport({ scale: 1 });
        this.views = Array.from({ length: pdf.numPages }, (_, index) => new PageView(pdf, index + 1, size));
        this.scroller.replaceChildren(...this.views.map((view) => view.box));
        this.fit();
        for (const view of this.views) this.watcher.observe(view.box);
        this.sizer.observe(this.scroller);
    }

    /** The page whose middle is nearest to the top third of the screen. */
    get current(): number {
        const line = this.scroller.scrollTop + this.scroller.clientHeight / 3;
        const at = this.views.findLast((view) => view.box.offsetTop <= line);
        return at?.number ?? 1;
    }

    /** Scroll a page to the top. */
    goTo(page: number): void {
        const view = this.views[Math.min(Math.max(page, 1), this.views.length) - 1];
        if (view) this.scroller.scrollTo({ top: view.box.offsetTop - this.scroller.offsetTop - 12 });
        this.onPage(view?.number ?? 1);
    }

    /** One step larger or smaller. */
    zoom(direction: 1 | -1): void {
        this.fitted = false;
        this.apply(step(this.scale, direction));
    }

    /** As wide as there is room. */
    fit(): void {
        this.fitted = true;
        const width = Number(this.views[0]?.box.style.getPropertyValue("--page-width"));
        const style = getComputedStyle(this.scroller);
        const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
        if (width) this.apply(fitting(width, this.scroller.clientWidth - padding));
    }

    private apply(scale: number): void {
        const kept = this.scroller.scrollTop / Math.max(this.scroller.scrollHeight, 1);
        this.scale = scale;
        this.scroller.style.setProperty("--total-scale-factor", String(scale * CSS_UNITS));
        this.scroller.scrollTop = kept * this.scroller.scrollHeight;
        this.onScale(scale, this.fitted);
        clearTimeout(this.settling);
        this.settling = setTimeout(() => this.near.forEach((view) => this.draw(view)), SETTLE_MS);
    }

    private seen(entries: IntersectionObserverEntry[]): void {
        for (const entry of entries) {
            const view = this.views.find((candidate) => candidate.box === entry.target);
            if (!view) continue;
            if (entry.isIntersecting) {
                this.near.add(view);
                this.draw(view);
            } else if (this.near.delete(view)) view.release();
        }
    }

    private draw(view: PageView): void {
        view.draw(this.scale).catch(this.onError);
    }

    /** Stop watching. */
    close(): void {
        this.watcher.disconnect();
        this.sizer.disconnect();
        clearTimeout(this.settling);
        this.views.forEach((view) => view.release());
    }
}

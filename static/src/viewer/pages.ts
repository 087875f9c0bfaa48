/** The scrolled column of pages: draws what is near the screen at the present scale, and forgets the rest. */

import type { PDFDocumentProxy } from "pdfjs-dist";
import { element } from "../lib/dom";
import { PageView } from "./page";
import type { Hit } from "./search";
import { between, CSS_UNITS, fitting, step } from "./zoom";

const NEAR = "150% 0px";
const SETTLE_MS = 120;
// A document opens no larger than this however wide the screen is: long lines of large letters are hard to read.
const COMFORTABLE = 1.25;

/** A place on the screen that stays where it is while the scale changes. */
interface Point {
    x: number;
    y: number;
}

export interface PagesEvents {
    page: (page: number) => void;
    scale: (scale: number, fitted: boolean) => void;
    drawn: (page: number) => void;
    error: (error: unknown) => void;
}

export class Pages {
    readonly scroller = element("div", { class: "viewer-pages", tabindex: "0", role: "group", "aria-label": "Pages" });
    private pdf: PDFDocumentProxy | null = null;
    private views: PageView[] = [];
    private near = new Set<PageView>();
    private hits: Hit[] = [];
    private chosen: Hit | null = null;
    private scale = 1;
    private fitted = true;
    private mostFitted = COMFORTABLE;
    private settling = 0;
    private readonly watcher = new IntersectionObserver((entries) => this.seen(entries), {
        root: this.scroller,
        rootMargin: NEAR,
    });
    private readonly sizer = new ResizeObserver(() => this.fitted && this.settle());

    constructor(private readonly events: PagesEvents) {
        this.scroller.addEventListener("scroll", () => this.events.page(this.current), { passive: true });
    }

    /** Show a document: sizes are guessed from its first page until a page is drawn. */
    async show(pdf: PDFDocumentProxy): Promise<void> {
        this.pdf = pdf;
        const size = (await pdf.getPage(1)).getViewport({ scale: 1 });
        const events = {
            drawn: this.events.drawn,
            written: (view: PageView) => void this.mark(view),
            follow: (dest: string | unknown[]) => void this.follow(dest),
        };
        this.views = Array.from({ length: pdf.numPages }, (_, index) => new PageView(pdf, index + 1, size, events));
        this.scroller.replaceChildren(...this.boxes);
        this.settle();
        for (const view of this.views) this.watcher.observe(view.box);
        this.sizer.observe(this.scroller);
    }

    /** The boxes of all pages, in order. */
    get boxes(): HTMLElement[] {
        return this.views.map((view) => view.box);
    }

    /** The page at the top third of the screen. */
    get current(): number {
        const line = this.scroller.scrollTop + this.scroller.offsetTop + this.scroller.clientHeight / 3;
        const at = this.views.findLast((view) => view.box.offsetTop <= line);
        return at?.number ?? 1;
    }

    /** Scroll a page to the top. */
    goTo(page: number): void {
        const view = this.views[Math.min(Math.max(page, 1), this.views.length) - 1];
        if (view) this.scroller.scrollTo({ top: view.box.offsetTop - this.scroller.offsetTop - 12 });
        this.events.page(view?.number ?? 1);
    }

    /** Scroll by parts of the screen; to the very beginning or end by an infinite number. */
    scroll(screens: number): void {
        const { scrollTop, scrollHeight, clientHeight } = this.scroller;
        const top = scrollTop + screens * clientHeight;
        this.scroller.scrollTo({ top: Math.min(Math.max(top, 0), scrollHeight) });
    }

    private async follow(dest: string | unknown[]): Promise<void> {
        const target = typeof dest === "string" ? await this.pdf?.getDestination(dest) : dest;
        const reference = target?.[0] as Parameters<PDFDocumentProxy["getPageIndex"]>[0] | undefined;
        if (reference) this.goTo(((await this.pdf?.getPageIndex(reference)) ?? 0) + 1);
    }

    /** One step larger or smaller. */
    zoom(direction: 1 | -1): void {
        this.zoomTo(step(this.scale, direction));
    }

    /** So many times as large, around a point of the screen. */
    stretch(factor: number, around: Point): void {
        this.zoomTo(between(this.scale * factor), around);
    }

    private zoomTo(scale: number, around?: Point): void {
        this.fitted = false;
        this.apply(scale, around);
    }

    /** As wide as there is room. */
    fit(): void {
        this.mostFitted = Infinity;
        this.settle();
    }

    private settle(): void {
        this.fitted = true;
        const width = Number(this.views[0]?.box.style.getPropertyValue("--page-width"));
        const style = getComputedStyle(this.scroller);
        const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
        if (width) this.apply(Math.min(fitting(width, this.scroller.clientWidth - padding), this.mostFitted));
    }

    private apply(scale: number, around = this.middle()): void {
        const box = this.views[this.current - 1]?.box;
        const before = box?.getBoundingClientRect();
        this.scale = scale;
        this.scroller.style.setProperty("--total-scale-factor", String(scale * CSS_UNITS));
        const after = box?.getBoundingClientRect();
        if (before?.width && after) {
            const grown = after.width / before.width;
            this.scroller.scrollLeft += after.left + (around.x - before.left) * grown - around.x;
            this.scroller.scrollTop += after.top + (around.y - before.top) * grown - around.y;
        }
        this.events.scale(scale, this.fitted && scale !== this.mostFitted);
        clearTimeout(this.settling);
        this.settling = setTimeout(() => this.near.forEach((view) => this.draw(view)), SETTLE_MS);
    }

    private middle(): Point {
        const { left, top, width, height } = this.scroller.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 3 };
    }

    /** Show these hits, and bring the chosen one into sight. */
    async showHits(hits: Hit[], chosen: Hit | null): Promise<void> {
        const isMoved = chosen !== this.chosen;
        [this.hits, this.chosen] = [hits, chosen];
        this.near.forEach((view) => this.mark(view));
        const view = chosen && isMoved ? this.views[chosen.page - 1] : undefined;
        if (!view || !chosen) return;
        if (!this.near.has(view)) this.goTo(chosen.page);
        await view.draw(this.scale);
        if (this.chosen === chosen) this.mark(view)?.scrollIntoView({ block: "center", inline: "nearest" });
    }

    private mark(view: PageView): Element | null {
        return view.mark(
            this.hits.filter((hit) => hit.page === view.number),
            this.chosen,
        );
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
        view.draw(this.scale).catch(this.events.error);
    }

    /** Stop watching. */
    close(): void {
        this.watcher.disconnect();
        this.sizer.disconnect();
        clearTimeout(this.settling);
        this.views.forEach((view) => view.release());
    }
}

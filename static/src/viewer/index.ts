/** The PDF viewer: a toolbar, the pages, the keys, and words for every state. */

import { element } from "../lib/dom";
import { speak, t, type Speech } from "../lib/i18n";
import { takeEarly } from "./early";
import { failure } from "./failure";
import { Finder } from "./finder";
import { press } from "./keys";
import { open, type Opened } from "./open";
import { Pages } from "./pages";
import { picture, type Picture } from "./pictures";
import { pinch } from "./pinch";
import { Thumbnails } from "./thumbnails";
import { toolbar, type Commands, type Toolbar } from "./toolbar";
import { percent } from "./zoom";

export { sheets } from "./sheets";

const ROOMY = "(width >= 68rem)";

/** What others get of an open document, with the event `viewer-open` of the viewer's element. */
export interface Handle {
    pages: number;
    scroller: HTMLElement;
    boxes: HTMLElement[];
    picture: (page: number) => Promise<Picture>;
}

/** Where a PDF is, or its bytes. */
type Source = string | Uint8Array<ArrayBuffer>;

/** Show the PDF at an address, or of those bytes, inside an element; the answer stops everything.
 *
 * `speech` has the words of the page around it, where that is in another language than English.
 * With `data-whole-page` the viewer is what its page is for: it has the keys, and small pictures where there is room.
 */
export function mount(host: HTMLElement, src: Source, worker: string, speech?: Speech): () => void {
    if (speech) speak(speech);
    let opened: Opened | null = null;
    let shown: Shown | null = null;
    let stopped = false;
    const close = (): void => {
        shown?.close();
        opened?.close();
        shown = opened = null;
    };
    const fail = (error: unknown): void => {
        close();
        if (stopped) return;
        showFailure(host, error, () => void start().catch(fail));
        tell(host, "viewer-failed", null);
    };
    const start = async (): Promise<void> => {
        const status = element("p", { class: "viewer-message", role: "status" }, t("Loading the document…"));
        host.replaceChildren(status);
        const now = await open(
            src,
            worker,
            {
                progress: (share) => (status.textContent = `${t("Loading the document…")} ${percent(share)}`),
                waiting: (isWaiting) => showWaiting(host, isWaiting),
                refused: fail,
            },
            takeEarly(host),
        );
        if (stopped) return now.close();
        opened = now;
        shown = new Shown(host, now, fail);
        await shown.begin();
    };
    start().catch(fail);
    return () => {
        stopped = true;
        close();
    };
}

/** A document on the screen, with everything around it. */
class Shown {
    private readonly tools: Toolbar;
    private readonly pages: Pages;
    private readonly finder: Finder;
    private readonly thumbnails: Thumbnails;
    private readonly forget: () => void;
    private readonly onKey = (event: KeyboardEvent): void => press(event, this.pages, () => this.finder.open());

    constructor(
        private readonly host: HTMLElement,
        private readonly opened: Opened,
        fail: (error: unknown) => void,
    ) {
        const { pdf } = opened;
        this.forget = rewordWaiting(host);
        this.tools = toolbar(pdf.numPages, this.commands());
        this.pages = new Pages({
            page: (page) => this.showPage(page),
            scale: this.tools.showScale,
            drawn: (page) => this.drawn(page),
            error: fail,
        });
        this.finder = new Finder(pdf, this.pages, this.tools.showFinder, fail);
        this.thumbnails = new Thumbnails(pdf, (page) => this.pages.goTo(page), this.tools.showThumbnails);
        pinch(this.pages.scroller, (factor, around) => this.pages.stretch(factor, around));
        this.keyboard.addEventListener("keydown", this.onKey as EventListener);
    }

    private get isWholePage(): boolean {
        return this.host.hasAttribute("data-whole-page");
    }

    private get keyboard(): EventTarget {
        return this.isWholePage ? document : this.host;
    }

    private commands(): Commands {
        return {
            goTo: (page) => this.pages.goTo(page),
            zoom: (direction) => this.pages.zoom(direction),
            fit: () => this.pages.fit(),
            thumbnails: () => this.thumbnails.toggle(),
            find: () => this.finder.toggle(),
        };
    }

    async begin(): Promise<void> {
        const { pages, host } = this;
        host.replaceChildren(this.tools.bar, this.finder.bar, this.thumbnails.panel, pages.scroller);
        this.tools.showThumbnails(false);
        this.tools.showFinder(false);
        await pages.show(this.opened.pdf);
        this.showPage(1);
        host.toggleAttribute("ready", true);
        const { pdf } = this.opened;
        tell(host, "viewer-open", {
            pages: pdf.numPages,
            scroller: pages.scroller,
            boxes: pages.boxes,
            picture: (page) => picture(pdf, page),
        } satisfies Handle);
    }

    private showPage(page: number): void {
        this.tools.showPage(page);
        this.thumbnails.show(page);
    }

    private drawn(page: number): void {
        if (!this.host.hasAttribute("drawn")) {
            this.host.toggleAttribute("drawn", true);
            if (this.isWholePage && this.opened.pdf.numPages > 1 && matchMedia(ROOMY).matches)
                this.thumbnails.toggle(true);
        }
        tell(this.host, "viewer-drawn", page);
    }

    close(): void {
        this.keyboard.removeEventListener("keydown", this.onKey as EventListener);
        this.forget();
        this.host.removeAttribute("drawn");
        this.thumbnails.close();
        this.pages.close();
    }
}

function tell(host: HTMLElement, name: string, detail: unknown): void {
    host.dispatchEvent(new CustomEvent(name, { detail }));
}

/** The pages that are there stay; what is missing comes when the line is back. */
function showWaiting(host: HTMLElement, isWaiting: boolean): void {
    host.querySelector(".viewer-waiting")?.remove();
    if (!isWaiting) return;
    const words = navigator.onLine
        ? t("The server does not answer. Trying again…")
        : t("You are offline. The rest comes when you are back.");
    host.append(element("p", { class: "viewer-waiting", role: "status" }, words));
}

/** Whoever waits is told anew why as the line comes and goes; the answer ends that. */
function rewordWaiting(host: HTMLElement): () => void {
    const ended = new AbortController();
    const tell = (): void => showWaiting(host, host.querySelector(".viewer-waiting") !== null);
    for (const turn of ["online", "offline"]) window.addEventListener(turn, tell, ended);
    return () => ended.abort();
}

function showFailure(host: HTMLElement, error: unknown, again: () => void): void {
    const { title, remedy, retry } = failure(error as { name?: string; status?: number; state?: string });
    const words = [element("strong", {}, title), element("p", {}, remedy)];
    const message = element("div", { class: "viewer-message", role: "alert" }, ...words);
    if (retry !== "never") message.append(retryButton(retry === "again" ? again : null));
    host.replaceChildren(message);
    host.toggleAttribute("ready", false);
}

function retryButton(again: (() => void) | null): HTMLElement {
    const button = element(
        "button",
        { type: "button", class: "button" },
        again ? t("Try again") : t("Reload the page"),
    );
    button.addEventListener("click", () => (again ? again() : location.reload()));
    return button;
}

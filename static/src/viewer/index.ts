/** The PDF viewer: a toolbar, the pages, the keys, and words for every state. */

import { element } from "../lib/dom";
import { failure } from "./failure";
import { open, type Opened } from "./open";
import { Pages } from "./pages";
import { toolbar, type Commands } from "./toolbar";
import { percent } from "./zoom";

/** Show the PDF at an address, or of those bytes, inside an element; the answer stops everything. */
export function mount(host: HTMLElement, src: string | Uint8Array<ArrayBuffer>, worker: string): () => void {
    let opened: Opened | null = null;
    let pages: Pages | null = null;
    let stopped = false;
    const close = (): void => {
        pages?.close();
        opened?.close();
        pages = opened = null;
    };
    const fail = (error: unknown): void => {
        close();
        if (!stopped) showFailure(host, error, () => void start().catch(fail));
    };
    const start = async (): Promise<void> => {
        const status = element("p", { class: "viewer-message", role: "status" }, "Loading the document…");
        host.replaceChildren(status);
        opened = await open(src, worker, (share) => (status.textContent = `Loading the document… ${percent(share)}`));
        if (stopped) opened.close();
        else pages = await showPages(host, opened, fail);
    };
    start().catch(fail);
    return () => {
        stopped = true;
        close();
    };
}

async function showPages(host: HTMLElement, { pdf }: Opened, fail: (error: unknown) => void): Promise<Pages> {
    const commands: Commands = {
        goTo: (page) => pages.goTo(page),
        zoom: (direction) => pages.zoom(direction),
        fit: () => pages.fit(),
    };
    const tools = toolbar(pdf.numPages, commands);
    const pages = new Pages(tools.showPage, tools.showScale, fail);
    pages.scroller.addEventListener("keydown", (event) => onKey(event, pages));
    host.replaceChildren(tools.bar, pages.scroller);
    await pages.show(pdf);
    host.toggleAttribute("ready", true);
    return pages;
}

function onKey(event: KeyboardEvent, pages: Pages): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
        ArrowLeft: () => pages.goTo(pages.current - 1),
        ArrowRight: () => pages.goTo(pages.current + 1),
        "+": () => pages.zoom(1),
        "-": () => pages.zoom(-1),
        "0": () => pages.fit(),
    }[event.key];
    if (!act) return;
    act();
    event.preventDefault();
}

function showFailure(host: HTMLElement, error: unknown, again: () => void): void {
    const { title, remedy, retry } = failure(error as { name?: string; status?: number });
    const label = retry === "again" ? "Try again" : "Reload the page";
    const button = element("button", { type: "button", class: "button" }, label);
    button.addEventListener("click", () => (retry === "again" ? again() : location.reload()));
    const words = [element("strong", {}, title), element("p", {}, remedy)];
    host.replaceChildren(element("div", { class: "viewer-message", role: "alert" }, ...words, button));
    host.toggleAttribute("ready", false);
}

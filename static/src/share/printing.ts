/** Prints the document: the file itself where the browser is known to do that, else its pages as pictures. */

import { element } from "../lib/dom";
import { t } from "../lib/i18n";
import type { Handle } from "../viewer/index";

const PATIENCE_MS = 5000;

/** Why nothing was printed: the reader thought better of it. */
export class Stopped extends Error {}

/** What is told on the way, and how to stop. */
export interface Errand {
    /** The document's address, where its reader may have the file. */
    file: string | null;
    /** Hears of each page before it is drawn. */
    progress: (page: number) => void;
    /** All is ready, and the browser is asked to print. */
    ready: () => void;
    signal: AbortSignal;
}

interface Brands {
    userAgentData?: { brands: { brand: string }[]; mobile: boolean };
}

/** Asks the browser to print the document. */
export async function printDocument(handle: Handle, errand: Errand): Promise<void> {
    if (errand.file && printsFiles() && (await printFile(errand.file, errand))) return;
    await printPictures(handle, errand);
}

/** Only Chromium's desktop browsers print a PDF in a frame reliably; others print a blank page, or the first one. */
function printsFiles(): boolean {
    const { userAgentData: data } = navigator as Brands;
    return Boolean(data && !data.mobile && navigator.pdfViewerEnabled && data.brands.some(isChromium));
}

function isChromium({ brand }: { brand: string }): boolean {
    return brand === "Chromium";
}

let frame: Promise<HTMLIFrameElement | null> | null = null;

/** The frame stays for the next time: nothing tells when its dialog is closed. False where none could be made. */
async function printFile(file: string, { ready, signal }: Errand): Promise<boolean> {
    frame ??= framed(file);
    const made = await frame.catch(() => null);
    if (signal.aborted) throw new Stopped();
    if (!made?.contentWindow) {
        frame = null;
        return false;
    }
    ready();
    made.contentWindow.print();
    return true;
}

/** The whole file in a frame out of sight; nothing when the browser does not show it there. */
async function framed(file: string): Promise<HTMLIFrameElement | null> {
    const answer = await fetch(file);
    if (!answer.ok) return null;
    const blob = new Blob([await answer.arrayBuffer()], { type: "application/pdf" });
    const made = element("iframe", { class: "print-frame", title: t("The document for the printer"), tabindex: "-1" });
    made.setAttribute("aria-hidden", "true");
    const isLoaded = new Promise<boolean>((done) => {
        made.addEventListener("load", () => done(true), { once: true });
        setTimeout(() => done(false), PATIENCE_MS);
    });
    made.src = URL.createObjectURL(blob);
    document.body.append(made);
    if (await isLoaded) return made;
    made.remove();
    return null;
}

async function printPictures(handle: Handle, { progress, ready, signal }: Errand): Promise<void> {
    const sheets = element("div", { class: "print-sheets" });
    const addresses: string[] = [];
    try {
        for (let page = 1; page <= handle.pages; page += 1) {
            progress(page);
            const { blob, isWide } = await handle.picture(page);
            if (signal.aborted) throw new Stopped();
            const address = URL.createObjectURL(blob);
            addresses.push(address);
            const image = element("img", { src: address, alt: t("Page {page}", { page }) });
            sheets.append(element("div", isWide ? { class: "is-wide" } : {}, image));
            await image.decode();
        }
        document.body.append(sheets);
        ready();
        await dialog();
    } finally {
        sheets.remove();
        addresses.forEach((address) => URL.revokeObjectURL(address));
    }
}

/** The browser's dialog, until it is closed. Phones give back control at once and tell of the end later. */
async function dialog(): Promise<void> {
    const closed = new Promise((done) => addEventListener("afterprint", done, { once: true }));
    print();
    await closed;
}

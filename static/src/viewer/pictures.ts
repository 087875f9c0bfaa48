/** Pages as pictures that a printer takes, for where the file itself cannot be printed. */

import type { PDFDocumentProxy } from "pdfjs-dist";

const DOTS_PER_INCH = 200;
const MOST_PIXELS = 16_000_000;

export interface Picture {
    blob: Blob;
    isWide: boolean;
}

/** One page at a printer's resolution. */
export async function picture(pdf: PDFDocumentProxy, number: number): Promise<Picture> {
    const page = await pdf.getPage(number);
    const { width, height } = page.getViewport({ scale: 1 });
    const scale = Math.min(DOTS_PER_INCH / 72, Math.sqrt(MOST_PIXELS / (width * height)));
    const viewport = page.getViewport({ scale });
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    await page.render({ canvas, viewport, intent: "print" }).promise;
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done));
    canvas.width = canvas.height = 0;
    if (!blob) throw new Error(`Page ${number} could not be drawn.`);
    return { blob, isWide: width > height };
}

/** The bare pages of a PDF, for those who draw something of their own on them. */
import { open } from "./open";

const MM_PER_POINT = 25.4 / 72;

export interface PdfSheet {
    /** In millimetres, as readers see the page. */
    width: number;
    height: number;
    /** Draws the page into a canvas of so many pixels across. */
    draw: (canvas: HTMLCanvasElement, pixels: number) => Promise<void>;
}

/** Opens a PDF; `close` gives its memory back. */
export async function sheets(
    bytes: Uint8Array<ArrayBuffer>,
    worker: string,
): Promise<{ sheets: PdfSheet[]; close: () => void }> {
    const none = (): void => undefined; // bytes that are here need no line
    const { pdf, close } = await open(bytes, worker, { progress: none, waiting: none, refused: none });
    const numbers = Array.from({ length: pdf.numPages }, (_, index) => index + 1);
    const found = numbers.map(async (number): Promise<PdfSheet> => {
        const page = await pdf.getPage(number);
        const { width, height } = page.getViewport({ scale: 1 });
        return {
            width: width * MM_PER_POINT,
            height: height * MM_PER_POINT,
            draw: async (canvas, pixels) => {
                const viewport = page.getViewport({ scale: pixels / width });
                canvas.width = Math.floor(viewport.width);
                canvas.height = Math.floor(viewport.height);
                await page.render({ canvas, viewport }).promise;
            },
        };
    });
    return { sheets: await Promise.all(found), close };
}

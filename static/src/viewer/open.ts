/** Opens a PDF in a worker of its own. */

import { getDocument, PDFWorker, VerbosityLevel, type PDFDocumentProxy } from "pdfjs-dist";

export interface Opened {
    pdf: PDFDocumentProxy;
    close: () => void;
}

/** The document at an address; `progress` gets the loaded share from 0 to 1, where the size is known. */
export async function open(src: string, workerAddress: string, progress: (share: number) => void): Promise<Opened> {
    const port = new Worker(workerAddress, { type: "module" });
    const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS });
    const close = (): void => {
        worker.destroy();
        port.terminate();
    };
    try {
        // No WebAssembly and no XFA: the page's policy allows no code but ours.
        const limits = { enableXfa: false, isEvalSupported: false, useWasm: false, verbosity: VerbosityLevel.ERRORS };
        const task = getDocument({ url: src, worker, ...limits });
        task.onProgress = ({ loaded, total }: { loaded: number; total: number }) => {
            if (total) progress(Math.min(loaded / total, 1));
        };
        return { pdf: await task.promise, close };
    } catch (error) {
        close();
        throw error;
    }
}

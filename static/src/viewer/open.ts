/** Opens a PDF in a worker of its own. */

import { getDocument, PDFWorker, VerbosityLevel, type PDFDocumentProxy } from "pdfjs-dist";

export interface Opened {
    pdf: PDFDocumentProxy;
    close: () => void;
}

interface PolicyFactory {
    createPolicy(
        name: string,
        rules: { createScriptURL: (url: string) => string },
    ): {
        createScriptURL(url: string): string;
    };
}

/** Pages that require Trusted Types take a worker's address only from a policy that they allow by name. */
const policy = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes?.createPolicy("craftkit-worker", {
    createScriptURL: (url) => url,
});

/** The document at an address, or of those bytes; `progress` gets the loaded share from 0 to 1, where the size is known. */
export async function open(
    src: string | Uint8Array<ArrayBuffer>,
    workerAddress: string,
    progress: (share: number) => void,
): Promise<Opened> {
    const port = new Worker(policy?.createScriptURL(workerAddress) ?? workerAddress, { type: "module" });
    const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS });
    const close = (): void => {
        worker.destroy();
        port.terminate();
    };
    try {
        // No WebAssembly and no XFA: the page's policy allows no code but ours.
        const limits = { enableXfa: false, isEvalSupported: false, useWasm: false, verbosity: VerbosityLevel.ERRORS };
        const source = typeof src === "string" ? { url: src } : { data: src };
        const task = getDocument({ ...source, worker, ...limits });
        task.onProgress = ({ loaded, total }: { loaded: number; total: number }) => {
            if (total) progress(Math.min(loaded / total, 1));
        };
        return { pdf: await task.promise, close };
    } catch (error) {
        close();
        throw error;
    }
}

/** Opens a PDF in a worker of its own. */

import { getDocument, PDFWorker, VerbosityLevel, type PDFDocumentProxy } from "pdfjs-dist";
import { PIECE, type Early } from "./early";
import { begin, Ranges, type Line } from "./ranges";

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

// No WebAssembly and no XFA: the page's policy allows no code but ours.
const LIMITS = { enableXfa: false, isEvalSupported: false, useWasm: false, verbosity: VerbosityLevel.ERRORS };
// Only what is looked at is fetched.
const SPARING = { disableAutoFetch: true, disableStream: true, rangeChunkSize: PIECE };

/** The document at an address, or of those bytes. The worker starts while its first bytes are on their way. */
export async function open(
    src: string | Uint8Array<ArrayBuffer>,
    workerAddress: string,
    line: Line,
    early?: Early,
): Promise<Opened> {
    const address = policy?.createScriptURL(workerAddress) ?? workerAddress;
    const port = early?.port ?? new Worker(address, { type: "module" });
    const worker = PDFWorker.create({ port, verbosity: VerbosityLevel.ERRORS });
    const close = (): void => {
        worker.destroy();
        port.terminate();
    };
    try {
        const given = typeof src === "string" ? await begin(src, line, early?.answer) : src;
        const source = given instanceof Ranges ? { range: given, ...SPARING } : { data: given };
        const pdf = await getDocument({ ...source, worker, ...LIMITS }).promise;
        return {
            pdf,
            close: () => {
                if (given instanceof Ranges) given.abort();
                close();
            },
        };
    } catch (error) {
        close();
        throw error;
    }
}

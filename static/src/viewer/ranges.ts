/** Fetches a PDF piece by piece. A line that fails is tried again; a server that says no is believed. */

import { PDFDataRangeTransport } from "pdfjs-dist";
import { beginning } from "./early";

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
const TOO_MANY = 429;

/** The server's no, with the state of the link where it names one. */
export class Refused extends Error {
    constructor(
        readonly status: number,
        readonly state: string,
    ) {
        super(`The server answered ${status}.`);
    }
}

/** What is told while pieces are fetched: a line that is down or up again, or that no more will come. */
export interface Line {
    progress: (share: number) => void;
    waiting: (isWaiting: boolean) => void;
    refused: (error: unknown) => void;
}

/** The file: whole where it is small or its server knows no ranges, else its beginning and the way to the rest. */
export async function begin(
    address: string,
    line: Line,
    asked = beginning(address),
): Promise<Uint8Array<ArrayBuffer> | Ranges> {
    const answer = await asked;
    if (!answer.ok) throw refusal(answer);
    const size = sizeOf(answer);
    if (!size) return whole(answer, line.progress);
    const first = new Uint8Array(await answer.arrayBuffer());
    return first.length >= size ? first : new Ranges(address, size, first, line);
}

/** The size of the whole file, 0 where the answer is that file. */
function sizeOf(answer: Response): number {
    return answer.status === 206 ? Number(answer.headers.get("Content-Range")?.split("/")[1]) || 0 : 0;
}

async function whole(answer: Response, progress: (share: number) => void): Promise<Uint8Array<ArrayBuffer>> {
    const size = Number(answer.headers.get("Content-Length"));
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    const reader = answer.body?.getReader();
    for (let step = await reader?.read(); step && !step.done; step = await reader?.read()) {
        pieces.push(step.value);
        loaded += step.value.length;
        if (size) progress(Math.min(loaded / size, 1));
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
}

function refusal(answer: Response): Refused {
    return new Refused(answer.status, answer.headers.get("X-Share-State") ?? "");
}

/** What the PDF library asks for pieces. */
export class Ranges extends PDFDataRangeTransport {
    private readonly stopped = new AbortController();
    private waiters = 0;

    constructor(
        private readonly address: string,
        size: number,
        first: Uint8Array<ArrayBuffer>,
        private readonly line: Line,
    ) {
        super(size, first);
    }

    override requestDataRange(start: number, end: number): void {
        this.piece(start, end).then(
            (bytes) => this.onDataRange(start, bytes),
            (error: unknown) => this.stopped.signal.aborted || this.line.refused(error),
        );
    }

    override abort(): void {
        this.stopped.abort();
    }

    private async piece(start: number, end: number): Promise<Uint8Array> {
        let isWaiting = false;
        const wait = (now: boolean): void => {
            if (now === isWaiting) return;
            isWaiting = now;
            this.waiters += now ? 1 : -1;
            this.line.waiting(this.waiters > 0);
        };
        for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
            try {
                const bytes = await this.ask(start, end);
                wait(false);
                return bytes;
            } catch (error) {
                if (this.stopped.signal.aborted || isFinal(error)) throw error;
            }
            wait(true);
            await rest(pause);
        }
    }

    private async ask(start: number, end: number): Promise<Uint8Array> {
        const headers = { Range: `bytes=${start}-${end - 1}` };
        const answer = await fetch(this.address, { headers, signal: this.stopped.signal });
        if (!answer.ok) throw refusal(answer);
        const bytes = new Uint8Array(await answer.arrayBuffer());
        return answer.status === 206 ? bytes : bytes.subarray(start, end);
    }
}

/** Whether asking again is no use: the server answered, and not that it has too much to do. */
function isFinal(error: unknown): boolean {
    return error instanceof Refused && error.status < 500 && error.status !== TOO_MANY;
}

/** A pause, which ends early when the browser is on the net again. */
function rest(milliseconds: number): Promise<void> {
    return new Promise((done) => {
        const wake = (): void => {
            clearTimeout(timer);
            removeEventListener("online", wake);
            done();
        };
        const timer = setTimeout(wake, milliseconds);
        addEventListener("online", wake);
    });
}

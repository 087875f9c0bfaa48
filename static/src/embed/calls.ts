/** Commands to the iframe: queued until it is ready, answered by id, and never waited for without end. */
import { COMMAND, envelope, type Envelope } from "../lib/messages";
import { CraftkitError } from "./errors";

const TIMEOUT_MS = 30_000;

interface Waiting {
    resolve: (payload: unknown) => void;
    reject: (error: CraftkitError) => void;
    timer: ReturnType<typeof setTimeout>;
    isSent: boolean;
}

export class Calls {
    private readonly waiting = new Map<string, Waiting>();
    private queued: Envelope[] = [];
    private port: MessagePort | null = null;
    private over: CraftkitError | null = null;
    private count = 0;

    /** Sends a command, or keeps it until there is somebody to send it to. */
    make(name: string, payload: unknown = null): Promise<unknown> {
        if (this.over) return Promise.reject(this.over);
        const id = `cmd_${String(++this.count)}`;
        return new Promise((resolve, reject) => {
            const late = new CraftkitError("unknown", `The iframe did not answer "${name}" within 30 seconds.`, true);
            const timer = setTimeout(() => this.end(id, (call) => call.reject(late)), TIMEOUT_MS);
            this.waiting.set(id, { resolve, reject, timer, isSent: false });
            this.queued.push(envelope(COMMAND + name, { id, payload }));
            this.flush();
        });
    }

    /** From now on commands go out, the waiting ones first. */
    open(port: MessagePort): void {
        this.port = port;
        this.flush();
    }

    /** The page in the iframe went away: what it was asked has no answer, what comes now waits for the next one. */
    pause(): void {
        this.port = null;
        const lost = new CraftkitError("unknown", "The iframe was loaded anew before it answered.", true);
        for (const [id, { isSent }] of [...this.waiting]) if (isSent) this.end(id, (call) => call.reject(lost));
    }

    /** An answer came. */
    settle({ id, payload, error }: Envelope): void {
        this.end(id ?? "", (call) => {
            if (error) call.reject(CraftkitError.from(error));
            else call.resolve(payload);
        });
    }

    /** Nobody will answer any more, nor be asked. */
    abandon(reason: CraftkitError): void {
        this.over = reason;
        this.port = null;
        this.queued = [];
        for (const id of [...this.waiting.keys()]) this.end(id, (call) => call.reject(reason));
    }

    private flush(): void {
        if (!this.port) return;
        for (const message of this.queued.splice(0)) {
            const call = this.waiting.get(message.id ?? "");
            if (!call) continue; // it was too late before it could be sent
            call.isSent = true;
            this.port.postMessage(message);
        }
    }

    private end(id: string, finish: (call: Waiting) => void): void {
        const call = this.waiting.get(id);
        if (!call) return;
        this.waiting.delete(id);
        clearTimeout(call.timer);
        finish(call);
    }
}

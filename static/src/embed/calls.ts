/** Commands to the iframe: queued until it is ready, answered by id, and never waited for without end. */
import { COMMAND, envelope, type Envelope } from "../lib/messages";
import { CraftkitError } from "./errors";

const TIMEOUT_MS = 30_000;

interface Waiting {
    resolve: (payload: unknown) => void;
    reject: (error: CraftkitError) => void;
    timer: ReturnType<typeof setTimeout>;
}

export class Calls {
    private readonly waiting = new Map<string, Waiting>();
    private queued: Envelope[] = [];
    private port: MessagePort | null = null;
    private count = 0;

    /** Sends a command, or keeps it until there is somebody to send it to. */
    make(name: string, payload: unknown = null): Promise<unknown> {
        const id = `cmd_${String(++this.count)}`;
        return new Promise((resolve, reject) => {
            const late = new CraftkitError("unknown", `The iframe did not answer "${name}" within 30 seconds.`, true);
            const timer = setTimeout(() => this.end(id, (call) => call.reject(late)), TIMEOUT_MS);
            this.waiting.set(id, { resolve, reject, timer });
            this.send(envelope(COMMAND + name, { id, payload }));
        });
    }

    /** From now on commands go out, the waiting ones first. */
    open(port: MessagePort): void {
        this.port = port;
        const queued = this.queued;
        this.queued = [];
        for (const message of queued) port.postMessage(message);
    }

    /** The iframe went away for a moment; what comes now waits for the next one. */
    pause(): void {
        this.port = null;
    }

    /** An answer came. */
    settle({ id, payload, error }: Envelope): void {
        this.end(id ?? "", (call) => {
            if (error) call.reject(CraftkitError.from(error));
            else call.resolve(payload);
        });
    }

    /** Nobody will answer any more. */
    abandon(reason: CraftkitError): void {
        this.port = null;
        this.queued = [];
        for (const id of [...this.waiting.keys()]) this.end(id, (call) => call.reject(reason));
    }

    private send(message: Envelope): void {
        if (this.port) this.port.postMessage(message);
        else this.queued.push(message);
    }

    private end(id: string, finish: (call: Waiting) => void): void {
        const call = this.waiting.get(id);
        if (!call) return;
        this.waiting.delete(id);
        clearTimeout(call.timer);
        finish(call);
    }
}

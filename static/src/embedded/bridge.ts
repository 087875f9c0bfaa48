/** The iframe's side of the talk with its host: greet, shake hands once, then only the port. */
import { ApiError, problemOf } from "./api";
import {
    COMMAND,
    envelope,
    HELLO,
    INIT,
    isRecord,
    PREFIX,
    PROTOCOL,
    readEnvelope,
    REQUEST,
    RESULT,
    type Envelope,
    type ErrorCode,
    type Problem,
} from "../lib/messages";

const REQUEST_MS = 31_000;

/** What the host says when it shakes hands. */
export interface Greeting {
    token: string;
    appearance: unknown;
    locale: string | null;
    autoResize: boolean;
    intercept: boolean;
}

/** An error that a command answers with. */
export class Refusal extends Error {
    constructor(
        readonly code: ErrorCode,
        message: string,
        readonly recoverable = true,
    ) {
        super(message);
    }
}

type Commands = Record<string, (payload: Record<string, unknown>) => unknown>;

export class Bridge {
    private port: MessagePort | null = null;
    private isPlain = false;
    private queued: Envelope[] = [];
    private readonly requests = new Map<string, (payload: unknown) => void>();
    private count = 0;

    constructor(
        private readonly origins: readonly string[],
        private readonly commands: Commands,
        private readonly sessionId: () => string | null,
    ) {}

    /** Says hello to each origin that may be the host; the browser drops those that are not. Resolves at the handshake. */
    greet(): Promise<Greeting> {
        return new Promise((resolve) => {
            const hear = (event: MessageEvent) => {
                const greeting = this.accept(event);
                if (!greeting) return;
                window.removeEventListener("message", hear);
                resolve(greeting);
            };
            window.addEventListener("message", hear);
            for (const origin of this.targets())
                window.parent.postMessage(envelope(HELLO, { payload: { versions: [PROTOCOL] } }), origin);
        });
    }

    /** Tells the host of an event; before the handshake it waits for it. */
    tell(event: string, payload: unknown = {}): void {
        const id = `evt_${crypto.randomUUID()}`;
        this.send(envelope(PREFIX + event, { id, session: this.sessionId(), payload }));
    }

    /** Tells the host that something went wrong. */
    fail({ code, message, recoverable }: Problem): void {
        this.tell("error", { code, message, recoverable });
    }

    /** Asks the host and waits for its answer; null when it does not come. */
    ask(question: string, payload: unknown): Promise<unknown> {
        const id = `req_${String(++this.count)}`;
        return new Promise((resolve) => {
            const timer = setTimeout(() => this.answered(id, null), REQUEST_MS);
            this.requests.set(id, (answer) => {
                clearTimeout(timer);
                resolve(answer);
            });
            this.send(envelope(REQUEST + question, { id, session: this.sessionId(), payload }));
        });
    }

    /** Without the SDK the same messages go through the window, between this frame and an allowed parent. */
    connectPlainly(): void {
        if (window.parent === window) return;
        this.isPlain = true;
        window.addEventListener("message", (event: MessageEvent) => {
            if (event.source === window.parent && this.origins.includes(event.origin))
                void this.take(readEnvelope(event.data));
        });
        for (const message of this.queued.splice(0)) this.send(message);
    }

    /** Only the real parent, only from an allowed origin, only once. */
    private accept(event: MessageEvent): Greeting | null {
        const message = readEnvelope(event.data);
        const port = event.ports[0];
        if (this.port || message?.type !== INIT || !port) return null;
        if (event.source !== window.parent || !this.origins.includes(event.origin)) return null;
        if (!isRecord(message.payload) || typeof message.payload.token !== "string") return null;
        this.port = port;
        port.onmessage = ({ data }: MessageEvent) => void this.take(readEnvelope(data));
        for (const queued of this.queued.splice(0)) port.postMessage(queued);
        return readGreeting(message.payload);
    }

    private async take(message: Envelope | null): Promise<void> {
        if (!message) return;
        if (message.type === RESULT) return this.answered(message.id ?? "", message.payload);
        if (!message.type.startsWith(COMMAND)) return;
        const command = this.commands[message.type.slice(COMMAND.length)];
        if (!command) return; // from a newer SDK than this page
        try {
            const payload = await command(isRecord(message.payload) ? message.payload : {});
            if (message.id) this.send(envelope(RESULT, { id: message.id, payload: payload ?? null }));
        } catch (error) {
            if (message.id) this.send(envelope(RESULT, { id: message.id, error: asProblem(error) }));
        }
    }

    private answered(id: string, payload: unknown): void {
        this.requests.get(id)?.(payload);
        this.requests.delete(id);
    }

    /** The one origin above us where the browser tells it; else each that may be there, and the browser drops the others. */
    private targets(): readonly string[] {
        const above = location.ancestorOrigins?.[0];
        return above ? this.origins.filter((origin) => origin === above) : this.origins;
    }

    private send(message: Envelope): void {
        if (this.port) this.port.postMessage(message);
        else if (this.isPlain) for (const origin of this.targets()) window.parent.postMessage(message, origin);
        else this.queued.push(message);
    }
}

function readGreeting(payload: Record<string, unknown>): Greeting {
    return {
        token: String(payload.token),
        appearance: payload.appearance ?? null,
        locale: typeof payload.locale === "string" ? payload.locale : null,
        autoResize: payload.autoResize === true,
        intercept: payload.intercept === true,
    };
}

/** What a failed command tells the host. */
export function asProblem(error: unknown): Problem {
    if (error instanceof Refusal) return { code: error.code, message: error.message, recoverable: error.recoverable };
    if (error instanceof ApiError) return problemOf(error);
    return { code: "unknown", message: error instanceof Error ? error.message : String(error), recoverable: true };
}

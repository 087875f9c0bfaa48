/** One mounted iframe: the handshake, its messages both ways, the session's renewal, and taking it all down again. */
import { envelope, HELLO, INIT, PREFIX, readEnvelope, REQUEST, RESULT, type Envelope } from "../lib/messages";
import { Calls } from "./calls";
import { CraftkitError } from "./errors";
import { Listeners } from "./events";
import { findContainer, makeFrame, makeNotice } from "./frame";
import { whyNotLoaded } from "./preflight";
import { readToken } from "./token";
import type { InitOptions, MountOptions, SharedEvents } from "./types";

const HANDSHAKE_MS = 10_000;

/** What differs between the surfaces. */
export interface Kind {
    path: string;
    title: string;
    /** Where the iframe is, for one that is opened by a link of its own and not by a session. */
    link?: string;
    /** Events that are told once, though each page of the iframe says them anew. */
    once?: readonly string[];
    /** Said to the iframe with the token. */
    greeting: Record<string, unknown>;
    /** Answers a question of the iframe. */
    answer?: (question: string, payload: unknown) => Promise<unknown>;
}

export class Surface<Events extends SharedEvents> {
    readonly calls = new Calls();
    private readonly listeners = new Listeners<Events>();
    private readonly container: HTMLElement;
    private address: URL | null = null;
    private key = "";
    private token: string;
    private frame: HTMLIFrameElement | null = null;
    private notice: HTMLElement | null = null;
    private port: MessagePort | null = null;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private hasGreeted = false;
    private renewing: Promise<void> | null = null;
    private hasFailedToRenew = false;
    private isDestroyed = false;
    private readonly told = new Set<string>();

    constructor(
        private readonly init: InitOptions,
        private readonly options: MountOptions,
        private readonly kind: Kind,
    ) {
        this.container = findContainer(options.container);
        this.token = options.sessionToken;
        window.addEventListener("message", this.hear);
        try {
            this.readAddress();
            this.load();
        } catch (error) {
            // after this turn, when the host has added its handlers
            queueMicrotask(() => this.refuse(asError(error, kind.link !== undefined)));
        }
    }

    /** Calls the handler at every such event; the answer ends that. */
    on<Name extends keyof Events>(name: Name, handler: (payload: Events[Name]) => void): () => void {
        return this.listeners.add(name, handler);
    }

    /** Puts the caret into the iframe. */
    focus(): void {
        this.frame?.focus();
        void this.calls.make("focus").catch(() => undefined); // an iframe that is gone has no caret to set
    }

    /** A command whose failure is told by the `error` event, since nobody waits for it. */
    tell(name: string, payload: unknown): void {
        this.calls.make(name, payload).then(
            (result) => this.log(`${name} done`, result),
            (error: CraftkitError) => this.fail(error),
        );
    }

    /** Removes the iframe and every listener; commands that still wait are rejected. */
    destroy(): void {
        if (this.isDestroyed) return;
        this.isDestroyed = true;
        clearTimeout(this.timer);
        window.removeEventListener("message", this.hear);
        this.unload();
        this.calls.abandon(new CraftkitError("unknown", "The iframe was destroyed.", false));
        this.listeners.clear();
    }

    /** The token says whose it is and where; the options may name another address, such as a test install's. */
    private readAddress(): void {
        if (this.kind.link !== undefined) {
            this.address = new URL(this.kind.link);
            return;
        }
        const claims = readToken(this.token);
        const { publishableKey = "", embedUrl = claims.embedUrl } = this.init;
        this.key = claims.key || publishableKey;
        this.address = new URL(this.kind.path, embedUrl);
        this.address.searchParams.set("pk", this.key);
    }

    private load(): void {
        this.unload();
        if (!this.address) return;
        this.frame = makeFrame(this.address.href, this.kind.title, this.options.credentialless ?? false);
        this.frame.addEventListener("load", this.loaded);
        this.container.append(this.frame);
        this.awaitGreeting();
    }

    private unload(): void {
        this.port?.close();
        this.port = null;
        this.frame?.remove();
        this.notice?.remove();
        this.frame = this.notice = null;
    }

    /** Also an error page loads; only a greeting tells that it is ours. */
    private readonly loaded = (): void => {
        if (!this.hasGreeted) this.awaitGreeting();
        this.hasGreeted = false;
    };

    private awaitGreeting(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.giveUp(), HANDSHAKE_MS);
    }

    private async giveUp(): Promise<void> {
        this.timer = undefined;
        const error = await whyNotLoaded(this.address?.origin ?? "", this.key, this.kind.link !== undefined);
        if (!this.isDestroyed && !this.hasGreeted) this.refuse(error);
    }

    private refuse(error: CraftkitError): void {
        if (this.isDestroyed) return;
        this.unload();
        this.notice = makeNotice(error.message, error.recoverable ? () => this.load() : null);
        this.container.append(this.notice);
        this.fail(error);
    }

    private readonly hear = (event: MessageEvent): void => {
        if (!this.frame || event.source !== this.frame.contentWindow || event.origin !== this.address?.origin) return;
        if (readEnvelope(event.data)?.type === HELLO) this.shakeHands(this.frame.contentWindow, event.origin);
    };

    /** Also after a reload inside the iframe, which starts over with a greeting. */
    private shakeHands(target: Window | null, origin: string): void {
        clearTimeout(this.timer);
        this.hasGreeted = true;
        this.port?.close();
        this.calls.pause();
        const { port1, port2 } = new MessageChannel();
        this.port = port1;
        port1.onmessage = ({ data }: MessageEvent) => this.take(readEnvelope(data));
        const { appearance = null, locale = null, autoResize = false } = this.options;
        const payload = { token: this.token, appearance, locale, autoResize, ...this.kind.greeting };
        target?.postMessage(envelope(INIT, { payload }), origin, [port2]);
    }

    private take(message: Envelope | null): void {
        if (!message || this.isDestroyed) return;
        this.log(message.type, message);
        if (message.type === RESULT) this.calls.settle(message);
        else if (message.type.startsWith(REQUEST)) void this.reply(message);
        else this.pass(message.type.slice(PREFIX.length), message.payload ?? {});
    }

    private pass(name: string, payload: unknown): void {
        if (name === "ready" && this.port) this.calls.open(this.port);
        if (name === "height.changed") this.grow((payload as { heightPx: number }).heightPx);
        if (this.hasFailedToRenew && (payload as { code?: string }).code === "session_expired") return; // told already
        if (this.kind.once?.includes(name)) {
            if (this.told.has(name)) return;
            this.told.add(name);
        }
        this.listeners.tell(name as keyof Events, payload as Events[keyof Events]);
        if (name === "session.expiring") void this.renew();
    }

    private grow(heightPx: number): void {
        if (this.options.autoResize && this.frame && Number.isFinite(heightPx))
            this.frame.style.height = `${String(heightPx)}px`;
    }

    private renew(): Promise<void> {
        const { refresh } = this.options;
        if (!refresh) return Promise.resolve();
        this.renewing ??= this.fetchToken(refresh).finally(() => (this.renewing = null));
        return this.renewing;
    }

    private async fetchToken(refresh: () => Promise<string>): Promise<void> {
        try {
            const token = await refresh();
            readToken(token);
            this.token = token; // what a reload begins with
            await this.calls.make("session.update", { token });
        } catch (error) {
            this.hasFailedToRenew = true;
            const reason = error instanceof Error ? error.message : String(error);
            this.fail(new CraftkitError("refresh_failed", `The session was not renewed: ${reason}`));
            this.port?.postMessage(envelope(`${PREFIX}command.session.end`));
        }
    }

    private async reply({ type, id, payload }: Envelope): Promise<void> {
        const answer = await this.kind.answer?.(type.slice(REQUEST.length), payload);
        this.port?.postMessage(envelope(RESULT, { id, payload: answer ?? null }));
    }

    private fail({ code, message, recoverable }: CraftkitError): void {
        if (this.isDestroyed) return;
        this.log(`error ${code}: ${message}`);
        this.listeners.tell("error", { code, message, recoverable } as Events["error"]);
    }

    private log(...words: unknown[]): void {
        if (this.init.debug) console.debug("[craftkit]", ...words);
    }
}

function asError(error: unknown, isLink: boolean): CraftkitError {
    if (error instanceof CraftkitError) return error;
    if (isLink) return new CraftkitError("session_invalid", "Craftkit: signingUrl is no address.");
    return new CraftkitError("session_invalid", "Craftkit: embedUrl is no address, and the session token names none.");
}

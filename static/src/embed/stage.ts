/** For tests: a page of a host, an iframe that talks back, and ports that pass messages at once. */
import { vi } from "vitest";
import { envelope, HELLO, RESULT, type Envelope } from "../lib/messages";

export const EMBED = "https://craftkit.example";

/** A token with the claims that the SDK reads; nobody signed it. */
export function token(claims: Record<string, unknown> = { iss: "ck_pk_test_1", ck: { embed_url: EMBED } }): string {
    return ["e30", btoa(JSON.stringify(claims)), "x"].join(".");
}

class Port {
    onmessage: ((event: { data: unknown }) => void) | null = null;
    other: Port | null = null;
    isClosed = false;

    postMessage(data: unknown): void {
        if (!this.isClosed) this.other?.onmessage?.({ data });
    }

    close(): void {
        this.isClosed = true;
    }
}

class Channel {
    readonly port1 = new Port();
    readonly port2 = new Port();

    constructor() {
        this.port1.other = this.port2;
        this.port2.other = this.port1;
    }
}

/** What the page in the iframe would do. */
export class Inside {
    port: Port | null = null;
    readonly greetings: { payload: Record<string, unknown>; origin: string }[] = [];
    readonly heard: Envelope[] = [];

    constructor(readonly host: HTMLElement) {}

    get frame(): HTMLIFrameElement | null {
        return this.host.querySelector("iframe");
    }

    /** Greets the host page; answers whether the host shook hands. */
    hello({ origin = EMBED, source = this.frame?.contentWindow as unknown, type = HELLO } = {}): boolean {
        const before = this.greetings.length;
        if (this.frame?.contentWindow) this.listen(this.frame.contentWindow);
        const event = new MessageEvent("message", { data: envelope(type, { payload: { versions: [1] } }), origin });
        Object.defineProperty(event, "source", { value: source });
        window.dispatchEvent(event);
        return this.greetings.length > before;
    }

    /** Greets and says that it is ready. */
    open(): void {
        this.hello();
        this.say("ready", { sessionId: "s1", templateId: null });
    }

    say(event: string, payload: unknown, rest: Partial<Envelope> = {}): void {
        this.port?.postMessage(envelope(`craftkit.${event}`, { payload, ...rest }));
    }

    /** Answers the last command. */
    answer(rest: Omit<Envelope, "craftkit" | "type">): void {
        this.port?.postMessage(envelope(RESULT, { id: this.heard.at(-1)?.id ?? "", ...rest }));
    }

    private listen(view: Window): void {
        vi.spyOn(view, "postMessage").mockImplementation(((data: Envelope, origin: string, [port]: [Port]) => {
            this.greetings.push({ payload: data.payload as Record<string, unknown>, origin });
            this.port = port;
            port.onmessage = ({ data: message }) => this.heard.push(message as Envelope);
        }) as never);
    }
}

/** An empty host page. */
export function stage(): Inside {
    vi.stubGlobal("MessageChannel", Channel);
    vi.stubGlobal("reportError", vi.fn());
    document.body.replaceChildren();
    const host = document.createElement("div");
    host.id = "builder";
    document.body.append(host);
    return new Inside(host);
}

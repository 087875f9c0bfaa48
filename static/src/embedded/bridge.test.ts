// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { envelope, INIT, RESULT } from "../lib/messages";
import { Bridge, Refusal, type Greeting } from "./bridge";
import { SessionClock } from "./session";

const HOST = "https://host.example";
const parent = { postMessage: vi.fn() };

function ports(): { here: MessagePort; there: MessagePort; sent: unknown[] } {
    const sent: unknown[] = [];
    const here = { postMessage: (message: unknown) => sent.push(message), onmessage: null } as unknown as MessagePort;
    return { here, there: here, sent };
}

function say(data: unknown, { origin = HOST, source = parent as unknown, port }: Record<string, unknown> = {}): void {
    const event = new MessageEvent("message", { data, origin: origin as string });
    Object.defineProperty(event, "source", { value: source });
    Object.defineProperty(event, "ports", { value: port ? [port] : [] });
    window.dispatchEvent(event);
}

function hear(port: MessagePort, data: unknown): Promise<void> {
    port.onmessage?.(new MessageEvent("message", { data }));
    return new Promise((resolve) => setTimeout(resolve));
}

const init = envelope(INIT, { payload: { token: "tok" } });

beforeEach(() => {
    parent.postMessage.mockReset();
    Object.defineProperty(window, "parent", { value: parent, configurable: true });
});

async function shaken(commands = {}) {
    const bridge = new Bridge([HOST], commands, () => "s1");
    const { here, sent } = ports();
    const greeting = bridge.greet();
    say(init, { port: here });
    await greeting;
    return { bridge, port: here, sent };
}

test("greets only the allowed origins", () => {
    void new Bridge([HOST, "https://two.example"], {}, () => null).greet();

    expect(parent.postMessage.mock.calls.map(([, origin]) => String(origin))).toEqual([HOST, "https://two.example"]);
});

test("takes a handshake only from the parent, from an allowed origin, with a port, and once", async () => {
    const bridge = new Bridge([HOST], {}, () => null);
    const taken: Greeting[] = [];
    void bridge.greet().then((greeting) => taken.push(greeting));
    say(init, { port: ports().here, origin: "https://evil.example" });
    say(init, { port: ports().here, source: {} });
    say(init);
    say({ ...init, craftkit: 2 }, { port: ports().here });
    await Promise.resolve();
    const before = taken.length;
    say(init, { port: ports().here });
    say(envelope(INIT, { payload: { token: "second" } }), { port: ports().here });
    await new Promise((resolve) => setTimeout(resolve));

    expect(before).toBe(0);
    expect(taken.map(({ token }) => token)).toEqual(["tok"]);
});

test("events said before the handshake are heard after it", async () => {
    const bridge = new Bridge([HOST], {}, () => "s1");
    bridge.tell("ready", { sessionId: "s1" });
    const { here, sent } = ports();
    void bridge.greet();
    say(init, { port: here });

    expect(sent).toMatchObject([{ type: "craftkit.ready", session: "s1", payload: { sessionId: "s1" } }]);
});

test("answers a command by its id, with the result or the reason", async () => {
    const refuse = () => {
        throw new Refusal("permission_denied", "No.");
    };
    const { port, sent } = await shaken({ save: () => ({ version: 2 }), publish: refuse });
    await hear(port, envelope("craftkit.command.save", { id: "a" }));
    await hear(port, envelope("craftkit.command.publish", { id: "b" }));
    await hear(port, envelope("craftkit.command.newer", { id: "c" }));

    expect(sent).toEqual([
        envelope(RESULT, { id: "a", payload: { version: 2 } }),
        envelope(RESULT, { id: "b", error: { code: "permission_denied", message: "No.", recoverable: true } }),
    ]);
});

test("a question to the host gets its answer", async () => {
    const { bridge, port, sent } = await shaken();
    const answer = bridge.ask("submit", { data: {} });
    const { id } = sent[0] as { id: string };
    await hear(port, envelope(RESULT, { id, payload: { action: "cancel" } }));

    expect(await answer).toEqual({ action: "cancel" });
});

test("the clock warns once before the end, starts over with a new token, and ends once", () => {
    vi.useFakeTimers();
    const told: string[] = [];
    const host = {
        tell: (event: string) => told.push(event),
        fail: () => told.push("error"),
        ended: () => told.push("ended"),
    };
    const clock = new SessionClock(host, () => Date.now());
    clock.start(60);
    vi.advanceTimersByTime(31_000);
    const atWarning = [...told];
    clock.start(60);
    vi.advanceTimersByTime(29_000);
    const afterRenewal = told.length;
    vi.advanceTimersByTime(120_000);

    expect(atWarning).toEqual(["session.expiring"]);
    expect(afterRenewal).toBe(1);
    expect(told.slice(1)).toEqual(["session.expiring", "session.expired", "error", "ended"]);
    vi.useRealTimers();
});

// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Craftkit, CraftkitError, type MountOptions } from "./index";
import { EMBED, stage, token, type Inside } from "./stage";

let inside: Inside;

beforeEach(() => {
    vi.useFakeTimers();
    inside = stage();
});

afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
});

function mount(options: Partial<MountOptions> = {}, init = {}) {
    const builder = Craftkit.init(init).mountBuilder({ container: "#builder", sessionToken: token(), ...options });
    const told: [string, unknown][] = [];
    for (const name of ["ready", "error", "session.expired", "session.refreshed", "height.changed"] as const)
        builder.on(name, (payload) => told.push([name, payload]));
    return { builder, told };
}

test("the frame's address and the key come from the token, and the token stays out of it", () => {
    mount();

    expect(inside.frame?.src).toBe(`${EMBED}/embed/builder?pk=ck_pk_test_1`);
    expect(inside.frame?.referrerPolicy).toBe("origin");
    expect(inside.frame?.title).not.toBe("");
});

test("mounting works without init, and options name what the token does not", () => {
    const container = inside.host;
    Craftkit.mountBuilder({ container, sessionToken: token() });
    Craftkit.init({ publishableKey: "ck_pk_2", embedUrl: "https://other.example" }).mountForm({
        container,
        sessionToken: token({}),
    });

    const frames = [...inside.host.querySelectorAll("iframe")].map(({ src }) => src);
    expect(frames).toEqual([`${EMBED}/embed/builder?pk=ck_pk_test_1`, "https://other.example/embed/form?pk=ck_pk_2"]);
});

test("shakes hands only with its own frame, of the right origin, and with its origin alone", () => {
    mount();

    expect(inside.hello({ origin: "https://evil.example" })).toBe(false);
    expect(inside.hello({ source: window })).toBe(false);
    expect(inside.hello({ source: null })).toBe(false);
    expect(inside.hello({ type: "craftkit.ready" })).toBe(false);
    expect(inside.hello()).toBe(true);
    expect(inside.greetings).toMatchObject([{ origin: EMBED, payload: { token: token(), autoResize: false } }]);
});

test("commands made before the editor is ready go out in order when it is", async () => {
    const { builder } = mount();
    const saved = builder.triggerSave();
    builder.setPreviewData({ "customer.name": "Ada" });
    inside.hello();
    const before = inside.heard.length;
    inside.say("ready", { sessionId: "s1", templateId: null });

    expect(before).toBe(0);
    expect(inside.heard.map(({ type }) => type)).toEqual(["craftkit.command.save", "craftkit.command.setPreviewData"]);
    inside.port?.postMessage({
        craftkit: 1,
        type: "craftkit.result",
        id: inside.heard[0]?.id,
        payload: { version: 4 },
    });
    expect(await saved).toEqual({ version: 4 });
});

test("a command that is refused rejects with its code", async () => {
    const { builder } = mount();
    inside.open();
    const published = builder.triggerPublish();
    inside.answer({ error: { code: "permission_denied", message: "No.", recoverable: true } });

    await expect(published).rejects.toMatchObject({ code: "permission_denied", recoverable: true });
    await expect(published).rejects.toBeInstanceOf(CraftkitError);
});

test("a command that nobody answers is given up after 30 seconds, and told when nobody waits for it", async () => {
    const { builder, told } = mount();
    inside.open();
    const saved = builder.triggerSave().catch((error: CraftkitError) => error.code);
    builder.setTheme({ primaryColor: "#f60" });
    await vi.advanceTimersByTimeAsync(30_000);

    expect(await saved).toBe("unknown");
    expect(told.filter(([name]) => name === "error")).toMatchObject([["error", { code: "unknown" }]]);
});

test("a reload inside the frame shakes hands again, with the newest token, and gives up what was asked", async () => {
    const fresh = token({ iss: "ck_pk_test_1", jti: "2", ck: { embed_url: EMBED } });
    const { builder } = mount({ refresh: () => Promise.resolve(fresh) });
    inside.open();
    inside.say("session.expiring", { secondsRemaining: 30 });
    await vi.advanceTimersByTimeAsync(0);
    inside.answer({ payload: { newExpiresAt: "2026-01-01T00:00:00Z" } });
    const lost = builder.triggerSave().catch((error: CraftkitError) => error.message);
    inside.open();

    expect(await lost).toContain("loaded anew");
    expect(inside.greetings.map(({ payload }) => payload.token)).toEqual([token(), fresh]);
});

test("one refresh at a time, and its token goes to the frame", async () => {
    const refresh = vi.fn(() => Promise.resolve(token()));
    mount({ refresh });
    inside.open();
    inside.say("session.expiring", { secondsRemaining: 30 });
    inside.say("session.expiring", { secondsRemaining: 20 });
    await vi.advanceTimersByTimeAsync(0);

    expect(refresh).toHaveBeenCalledTimes(1);
    expect(inside.heard.at(-1)).toMatchObject({ type: "craftkit.command.session.update", payload: { token: token() } });
});

test.each([
    ["throws", () => Promise.reject(new Error("503"))],
    ["gives what is no token", () => Promise.resolve("undefined")],
])("a refresh that %s is told once and ends the session", async (_how, refresh) => {
    const { told } = mount({ refresh });
    inside.open();
    inside.say("session.expiring", { secondsRemaining: 30 });
    await vi.advanceTimersByTimeAsync(0);
    inside.say("session.expired", {});
    inside.say("error", { code: "session_expired", message: "Over.", recoverable: false });

    expect(inside.heard.at(-1)?.type).toBe("craftkit.command.session.end");
    expect(told.slice(1)).toMatchObject([
        ["error", { code: "refresh_failed", recoverable: false }],
        ["session.expired", {}],
    ]);
});

test("a container that is not there is a mistake in the page", () => {
    expect(() => mount({ container: "#nowhere" })).toThrow(/#nowhere/);
});

test("the frame grows with its content only when asked to", () => {
    mount({ autoResize: true });
    inside.open();
    inside.say("height.changed", { heightPx: 812 });
    const grown = inside.frame?.style.height;
    mount({ container: document.body.appendChild(document.createElement("div")) });

    expect(grown).toBe("812px");
});

test("refused styles are told in the console when debug is on", async () => {
    const debug = vi.spyOn(console, "debug").mockImplementation(() => undefined);
    const { builder } = mount({}, { debug: true });
    inside.open();
    builder.setTheme({ variables: { colorPrimary: "url(x)" } });
    inside.answer({ payload: { rejected: [{ path: "variables.colorPrimary", reason: "Expected a colour" }] } });
    await vi.advanceTimersByTimeAsync(0);

    expect(JSON.stringify(debug.mock.calls)).toContain("variables.colorPrimary");
    expect(JSON.stringify(debug.mock.calls)).not.toContain(token());
});

test("a handler that throws keeps nobody else from hearing, and can be taken away", () => {
    const { builder, told } = mount();
    const later = vi.fn();
    builder.on("ready", () => {
        throw new Error("the host's own fault");
    });
    const off = builder.on("ready", later);
    inside.open();
    off();
    inside.open();

    expect(later).toHaveBeenCalledTimes(1);
    expect(told).toHaveLength(2);
});

test("destroy leaves nothing: no element, no listener, no timer, no waiting command", async () => {
    const added = vi.spyOn(window, "addEventListener");
    const removed = vi.spyOn(window, "removeEventListener");
    const { builder, told } = mount();
    inside.open();
    const saved = builder.triggerSave().catch((error: CraftkitError) => error.message);
    const { port } = inside;
    builder.destroy();
    builder.destroy();
    const later = builder.triggerSave().catch((error: CraftkitError) => error.message);
    port?.postMessage({ craftkit: 1, type: "craftkit.ready", payload: {} });

    expect(inside.host.childNodes).toHaveLength(0);
    expect(await Promise.all([saved, later])).toEqual(["The iframe was destroyed.", "The iframe was destroyed."]);
    expect(vi.getTimerCount()).toBe(0);
    expect(removed.mock.calls.map(([name]) => name)).toEqual(added.mock.calls.map(([name]) => name));
    expect(told).toHaveLength(1);
});

// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Craftkit, type MountOptions } from "./index";
import { stage, token, type Inside } from "./stage";

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

function refuses(status: number, code: string): void {
    vi.stubGlobal(
        "fetch",
        vi.fn(() => Promise.resolve(new Response(JSON.stringify({ error: { code, message: "No." } }), { status }))),
    );
}

test.each([
    [403, "origin_not_allowed", "origin_not_allowed", 0],
    [403, "embed_disabled", "session_invalid", 0],
    [500, "internal_error", "session_invalid", 0],
])("a frame that stays silent is replaced by a notice: %i %s", async (status, code, told_code, buttons) => {
    refuses(status, code);
    const { told } = mount();
    await vi.advanceTimersByTimeAsync(10_000);

    expect(inside.frame).toBeNull();
    expect(inside.host.querySelector("[role=alert]")?.textContent).not.toBe("");
    expect(inside.host.querySelectorAll("button")).toHaveLength(buttons);
    expect(told).toMatchObject([["error", { code: told_code, recoverable: false }]]);
});

test("without a connection the notice has a button that tries again", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    const { told } = mount();
    await vi.advanceTimersByTimeAsync(10_000);
    inside.host.querySelector("button")?.click();

    expect(told).toMatchObject([["error", { code: "iframe_load_failed", recoverable: true }]]);
    expect(inside.host.querySelector("[role=alert]")).toBeNull();
    expect(inside.hello()).toBe(true);
});

test("an error page that a reload brings is noticed too", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("offline")));
    mount();
    inside.open();
    inside.frame?.dispatchEvent(new Event("load"));
    await vi.advanceTimersByTimeAsync(60_000);
    const wasWell = inside.frame !== null;
    inside.frame?.dispatchEvent(new Event("load"));
    await vi.advanceTimersByTimeAsync(10_000);

    expect(wasWell).toBe(true);
    expect(inside.host.querySelector("[role=alert]")).not.toBeNull();
});

test("what is no token is told and shown, and nothing is loaded", async () => {
    const { told } = mount({ sessionToken: "undefined" });
    await vi.advanceTimersByTimeAsync(0);

    expect(told).toMatchObject([["error", { code: "session_invalid", recoverable: false }]]);
    expect(inside.host.querySelector("[role=alert]")).not.toBeNull();
    expect(inside.frame).toBeNull();
});

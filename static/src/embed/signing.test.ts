// @vitest-environment jsdom
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApp, h, nextTick, ref } from "vue";
import { Craftkit } from "./index";
import { CraftkitSigning as ReactSigning } from "./react";
import { EMBED, stage, type Inside } from "./stage";
import { CraftkitSigning as VueSigning } from "./vue";

const LINK = `${EMBED}/sign/sgn_1`;
const SIGNER = { requestId: "r1", recipientId: "p1" };
let inside: Inside;

beforeEach(() => {
    inside = stage();
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});

afterEach(() => void vi.unstubAllGlobals());

test("shows the link itself, and tells once what every page of it says anew", () => {
    const heard = vi.fn();
    const signing = Craftkit.mountSigning({ container: "#builder", signingUrl: LINK });
    for (const name of ["ready", "signed", "declined", "close.requested"] as const)
        signing.on(name, (payload) => heard(name, payload));

    inside.hello();
    inside.say("ready", { ...SIGNER, state: "open" });
    for (const state of ["signed", "completed"]) {
        inside.hello();
        inside.say("ready", { ...SIGNER, state });
        inside.say("signed", SIGNER);
    }
    inside.say("close.requested", {});

    expect(inside.frame?.src).toBe(LINK);
    expect(heard.mock.calls).toEqual([
        ["ready", { ...SIGNER, state: "open" }],
        ["ready", { ...SIGNER, state: "signed" }],
        ["signed", SIGNER],
        ["ready", { ...SIGNER, state: "completed" }],
        ["close.requested", {}],
    ]);
    signing.destroy();
    expect(inside.frame).toBeNull();
});

test("what is no address is told, and a notice stands in the frame's place", async () => {
    const failed = vi.fn();
    Craftkit.mountSigning({ container: "#builder", signingUrl: "sgn_1" }).on("error", failed);

    await Promise.resolve();

    expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: "session_invalid" }));
    expect(inside.host.textContent).toContain("signingUrl is no address");
});

test("a page that stays silent says what a signing link needs", async () => {
    vi.useFakeTimers();
    const failed = vi.fn();
    Craftkit.mountSigning({ container: "#builder", signingUrl: LINK }).on("error", failed);

    await vi.advanceTimersByTimeAsync(10_000);
    vi.useRealTimers();

    expect(failed).toHaveBeenCalledWith(expect.objectContaining({ code: "iframe_load_failed", recoverable: true }));
    expect(inside.host.textContent).toContain("embedded: true");
});

test("React: hears the signature, and cleans up", () => {
    const signed = vi.fn();
    const root = createRoot(inside.host);
    act(() => root.render(createElement(ReactSigning, { signingUrl: LINK, onSigned: signed })));
    inside.hello();
    inside.say("signed", SIGNER);
    act(() => root.unmount());

    expect(signed).toHaveBeenCalledWith(SIGNER);
    expect(inside.frame).toBeNull();
});

test("Vue: hears the signature, mounts a new link, and cleans up", async () => {
    const signed = vi.fn();
    const signingUrl = ref(LINK);
    const app = createApp({ render: () => h(VueSigning, { signingUrl: signingUrl.value, onSigned: signed }) });
    app.mount(inside.host);
    inside.hello();
    inside.say("signed", SIGNER);
    signingUrl.value = `${EMBED}/sign/sgn_2`;
    await nextTick();
    const src = inside.frame?.src;
    app.unmount();

    expect(signed).toHaveBeenCalledWith(SIGNER);
    expect(src).toBe(`${EMBED}/sign/sgn_2`);
    expect(inside.frame).toBeNull();
});

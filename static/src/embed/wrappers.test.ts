// @vitest-environment jsdom
import { act, createElement, createRef, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createApp, h, nextTick, ref } from "vue";
import type { Builder } from "./index";
import { CraftkitBuilder as ReactBuilder } from "./react";
import { EMBED, stage, token, type Inside } from "./stage";
import { CraftkitBuilder as VueBuilder } from "./vue";

let inside: Inside;
const other = token({ iss: "ck_pk_test_2", ck: { embed_url: EMBED } });

beforeEach(() => {
    inside = stage();
    vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
});

afterEach(() => void vi.unstubAllGlobals());

test("React: mounts once in strict mode, hears events, mounts a new token, and cleans up", () => {
    const saved = vi.fn();
    const builder = createRef<Builder>();
    const root = createRoot(inside.host);
    const show = (sessionToken: string) =>
        act(() => {
            const props = { sessionToken, onTemplateSaved: saved, ref: builder };
            root.render(createElement(StrictMode, null, createElement(ReactBuilder, props)));
        });
    show(token());
    inside.open();
    inside.say("template.saved", { templateId: "t1", version: 2, manifest: { fields: [] } });
    const frames = inside.host.querySelectorAll("iframe").length;
    builder.current?.setPreviewData({ a: 1 });
    show(other);
    const src = inside.frame?.src;
    act(() => root.unmount());

    expect(frames).toBe(1);
    expect(saved).toHaveBeenCalledWith({ templateId: "t1", version: 2, manifest: { fields: [] } });
    expect(inside.heard.map(({ type }) => type)).toContain("craftkit.command.setPreviewData");
    expect(src).toContain("ck_pk_test_2");
    expect(inside.frame).toBeNull();
});

test("React: a new appearance is another theme, not another frame", () => {
    const root = createRoot(inside.host);
    const show = (colorPrimary: string) =>
        act(() =>
            root.render(
                createElement(ReactBuilder, { sessionToken: token(), appearance: { variables: { colorPrimary } } }),
            ),
        );
    show("#000");
    inside.open();
    const { frame } = inside;
    show("#f60");

    expect(inside.frame).toBe(frame);
    expect(inside.heard.at(-1)).toMatchObject({
        type: "craftkit.command.setTheme",
        payload: { theme: { variables: { colorPrimary: "#f60" } } },
    });
    act(() => root.unmount());
});

test("Vue: hears events, mounts a new token, and cleans up", async () => {
    const saved = vi.fn();
    const sessionToken = ref(token());
    const app = createApp({
        render: () => h(VueBuilder, { sessionToken: sessionToken.value, onTemplateSaved: saved }),
    });
    app.mount(inside.host);
    inside.open();
    inside.say("template.saved", { templateId: "t1", version: 2, manifest: { fields: [] } });
    sessionToken.value = other;
    await nextTick();
    const src = inside.frame?.src;
    app.unmount();

    expect(saved).toHaveBeenCalledWith({ templateId: "t1", version: 2, manifest: { fields: [] } });
    expect(src).toContain("ck_pk_test_2");
    expect(inside.frame).toBeNull();
});

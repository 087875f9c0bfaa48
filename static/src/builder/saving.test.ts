// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../embedded/api";
import { readBody } from "../schema/content";
import { makeCanvas, type CanvasHost } from "./canvas";
import { insertVariable } from "./commands";
import { AUTOSAVE_MS, Saving } from "./saving";
import type { SessionJson } from "./session";
import { Store, blankTemplate } from "./state";

const ALL = {
    publish: true,
    saveDraft: true,
    delete: true,
    rename: true,
    rollback: true,
    createCustomVariables: true,
    changePageSettings: true,
    viewVersionHistory: true,
};
const session = { mode: "edit", permissions: ALL, catalog: null } as unknown as SessionJson;

const OFFLINE = new ApiError(0, "offline", "There is no connection.");

type Call = [method: string, path: string, body: Record<string, unknown>];

function open(permissions = ALL, answer: (...call: Call) => unknown = accept) {
    const store = new Store({ ...session, permissions });
    const menu = { show: () => undefined, hide: () => undefined, press: () => false };
    const host = {
        isEditable: () => true,
        changed: ({ docChanged }: { docChanged: boolean }) => docChanged && store.touch(),
        usesChanged: () => undefined,
        menu,
        nodeViews: {},
        keys: {},
        words: { label: "", start: "", line: "" },
        plugins: [],
    } as CanvasHost;
    store.host = host;
    store.view = makeCanvas(
        document.createElement("div"),
        readBody({ type: "doc", content: [{ type: "paragraph" }] }),
        host,
    );
    store.open({ ...blankTemplate("Offer"), id: "t1", revision: 4 });
    const calls: Call[] = [];
    const told: [string, unknown][] = [];
    const json = (method: string, path: string, body?: unknown) => {
        const call: Call = [method, path, (body ?? {}) as Record<string, unknown>];
        calls.push(call);
        return Promise.resolve().then(() => answer(...call)) as Promise<never>;
    };
    const saving = new Saving(store, { json }, (event, payload) => told.push([event, payload]));
    return { store, saving, calls, told };
}

function accept(_method: string, path: string, body: Record<string, unknown>) {
    const version = path.endsWith("publish") ? 3 : Number(body.baseRevision) + 1;
    return { templateId: "t1", version, revision: 5, manifest: { fields: [] } };
}

beforeEach(() => void vi.useFakeTimers());

test("saves once, some seconds after the last of several changes", async () => {
    const { store, saving, calls, told } = open();
    saving.watch();
    store.run(insertVariable("a"));
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS - 1);
    store.run(insertVariable("b"));
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);

    expect(calls.map(([method, path, body]) => [method, path, body.baseRevision])).toEqual([
        ["PUT", "/v1/embed/templates/t1/draft", 4],
    ]);
    expect(store.saveState.value).toBe("clean");
    expect(told).toEqual([["template.saved", { templateId: "t1", version: 5, revision: 5, manifest: { fields: [] } }]]);
});

test("a change during a save is not taken for saved", async () => {
    const { store, saving } = open(ALL, (...call) => {
        store.run(insertVariable("late"));
        return accept(...call);
    });
    store.run(insertVariable("a"));
    await saving.save();

    expect(store.saveState.value).toBe("dirty");
});

test("a conflict is shown, stops autosaving, and one's own version can win", async () => {
    let isFirst = true;
    const { store, saving, calls } = open(ALL, (...call) => {
        if (call[0] === "GET") return { ...blankTemplate("Offer"), id: "t1", revision: 9 };
        if (isFirst) {
            isFirst = false;
            throw new ApiError(409, "draft_conflict", "Changed elsewhere.");
        }
        return accept(...call);
    });
    saving.watch();
    store.run(insertVariable("a"));
    await expect(saving.save()).rejects.toThrow("Changed elsewhere.");
    store.run(insertVariable("b"));
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS * 3);
    const callsBefore = calls.length;
    await saving.keepMine();

    expect([callsBefore, store.saveState.value]).toEqual([1, "clean"]);
    expect(calls.at(-1)?.[2].baseRevision).toBe(9);
});

test("without the permission nothing is sent and the caller hears why", async () => {
    const { saving, calls, told } = open({ ...ALL, saveDraft: false, publish: false });

    await expect(saving.save()).rejects.toMatchObject({ code: "permission_denied" });
    await expect(saving.publish()).rejects.toMatchObject({ code: "permission_denied" });
    expect(calls).toEqual([]);
    expect(told).toMatchObject([
        ["error", { code: "permission_denied", recoverable: true }],
        ["error", { code: "permission_denied", recoverable: true }],
    ]);
});

test("the host hears why a save failed, and of a lost connection once", async () => {
    const answers = [new ApiError(429, "rate_limited", "Used up."), ...Array<ApiError>(3).fill(OFFLINE)];
    const { store, saving, told } = open(ALL, () => {
        throw answers.shift() ?? new Error();
    });
    store.run(insertVariable("a"));
    for (let tries = 0; tries < 4; tries++) await saving.save().catch(() => undefined);

    expect(told).toEqual([
        ["error", { code: "rate_limited", message: "Used up.", recoverable: true }],
        ["error", { code: "unknown", message: OFFLINE.message, recoverable: true }],
    ]);
});

test("publishing sends the document along and tells the host of the version", async () => {
    const { store, saving, calls, told } = open({ ...ALL, saveDraft: false });
    store.run(insertVariable("a"));
    const published = await saving.publish();

    expect(published.version).toBe(3);
    expect(calls.map(([, path]) => path)).toEqual(["/v1/embed/templates/t1/publish"]);
    expect(calls[0]?.[2].content).toMatchObject({ body: { type: "doc" } });
    expect(told.map(([event]) => event)).toEqual(["template.published"]);
    expect(store.template.value.publishedVersion).toBe(3);
});

test("a lost connection keeps the work and tries again", async () => {
    let isDown = true;
    const { store, saving } = open(ALL, (...call) => {
        if (isDown) throw new ApiError(0, "offline", "There is no connection.");
        return accept(...call);
    });
    saving.watch();
    store.run(insertVariable("a"));
    await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
    const during = store.saveState.value;
    isDown = false;
    await vi.advanceTimersByTimeAsync(60_000);

    expect([during, store.saveState.value]).toEqual(["offline", "clean"]);
});

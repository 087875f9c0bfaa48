import { expect, test, vi } from "vitest";
import type { Api } from "../embedded/api";
import { Actions } from "./actions";
import { blankTemplate, Store } from "./state";
import type { SessionJson, TemplateJson } from "./session";

const session = { mode: "edit", permissions: {}, catalog: null, ui: {}, logoUrl: null } as unknown as SessionJson;
const LISTED = [{ id: "t2", name: "Lease", updatedAt: "2026-01-01T00:00:00Z", publishedVersion: 1 }];

function desk(lease: () => Promise<TemplateJson>) {
    const store = new Store(session);
    const opened = vi.spyOn(store, "open").mockImplementation((template) => (store.template.value = template));
    const answers: Record<string, () => Promise<unknown>> = {
        "/v1/embed/templates": () => Promise.resolve({ templates: LISTED }),
        "/v1/embed/templates/t2": lease,
    };
    const json = (_: string, path: string) => answers[path]?.();
    return { store, opened, actions: new Actions(store, { json } as unknown as Api, () => undefined) };
}

const lease = { ...blankTemplate("Lease"), id: "t2" };

test("a template of the list opens in place of the one before", async () => {
    const { opened, actions } = desk(() => Promise.resolve(lease));

    const [row] = await actions.templates();
    actions.open(row?.id ?? "");

    await vi.waitFor(() => expect(opened).toHaveBeenCalledWith(lease));
});

test("who would rather keep unsaved changes stays, without a word", async () => {
    const { store, opened, actions } = desk(() => Promise.resolve(lease));
    store.saveState.value = "dirty";

    actions.open("t2");
    await vi.waitFor(() => expect(actions.question.value).not.toBeNull());
    actions.question.value?.answer(false);

    await vi.waitFor(() => expect(actions.question.value).toBeNull());
    expect(opened).not.toHaveBeenCalled();
    expect(store.word.value).toBe("");
});

test("a template that is gone is said", async () => {
    const { store, actions } = desk(() => Promise.reject(new Error("No such template.")));

    actions.open("t2");

    await vi.waitFor(() => expect(store.word.value).toBe("No such template."));
});

// @vitest-environment jsdom
import { expect, test } from "vitest";
import type { SessionJson } from "../session";
import { Store } from "../state";
import { addList } from "./newlist";

const session = {
    mode: "edit",
    permissions: { createCustomVariables: true },
    catalog: null,
    ui: {},
    logoUrl: null,
} as unknown as SessionJson;

test("a list comes with its values, and two of one name get keys of their own", () => {
    const store = new Store(session);
    addList(store, "items", "Line items", [
        { label: "Unit price", type: "currency" },
        { label: "Unit price", type: "number" },
    ]);

    expect(store.envelope.value.loops).toEqual({ items: { label: "Line items" } });
    expect(Object.keys(store.envelope.value.variables)).toEqual(["items[].unitPrice", "items[].unitPrice2"]);
    expect(store.directory.value.list("items")?.fields.map(({ label }) => label)).toEqual(["Unit price", "Unit price"]);
    expect(store.saveState.value).toBe("dirty");
});

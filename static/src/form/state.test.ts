import { expect, test } from "vitest";
import type { Content } from "../builder/session";
import type { NodeJson } from "../schema/content";
import { Unreadable } from "./checks";
import type { ManifestJson } from "./schema";
import { FormStore, labelsOf, type FormOptions } from "./state";

const manifest: ManifestJson = {
    variables: [
        { key: "customer.name", dataType: "text", required: true },
        { key: "customer.email", dataType: "email" },
    ],
    loops: [{ key: "items", itemFields: [{ key: "name", dataType: "text" }] }],
};
const options = {
    manifest,
    prefill: {},
    readonly: [],
    hidden: [],
    showPreview: false,
    showDocumentAfterSubmit: true,
    redirectUrl: null,
    captureMode: "render" as const,
    draft: null,
    receiver: null,
};

function storeOf(form: Partial<FormOptions>, body: NodeJson | null = null): FormStore {
    const template = body && { id: "t", name: "T", content: { schema: 1, body } as Content };
    return new FormStore({
        sessionId: "s",
        expiresIn: 900,
        locale: "en",
        permissions: {},
        catalog: null,
        logoUrl: null,
        ui: {},
        appearance: {},
        template,
        form: { ...options, ...form },
    });
}

test("answers that were left here stand at their questions again, before what the host knows", () => {
    const store = storeOf({
        prefill: { customer: { name: "Host", email: "host@acme.example" } },
        draft: { customer: { name: "Ada" }, items: [{ name: "A" }] },
    });

    expect(store.answers.value).toEqual({
        "customer.name": "Ada",
        "customer.email": "host@acme.example",
        items: [{ name: "A" }],
    });
    store.startAnew();
    expect(store.answers.value["customer.name"]).toBe("Host");
});

const given = (variables: ManifestJson["variables"], loops: ManifestJson["loops"] = []) => ({
    manifest: { variables, loops },
});

test("what the template fills in itself stands there, and need not be answered", () => {
    const store = storeOf(given([{ key: "terms", dataType: "text", required: true, defaultValue: "30 days" }]));
    expect(store.data()).toEqual({ terms: "30 days" });

    store.answer("terms", "");

    expect(store.faults.value).toEqual({});
});

test("a box that is not ticked says no where an answer has to be, also in rows", () => {
    const box = { key: "paid", dataType: "boolean", required: true };
    const store = storeOf(given([box], [{ key: "items", itemFields: [box, { key: "name", dataType: "text" }] }]));
    store.answer("items", [{ name: "A" }, { name: "B", paid: true }]);

    expect(store.faults.value).toEqual({});
    expect(store.data()).toEqual({ paid: false, items: [{ name: "A", paid: false }, { name: "B", paid: true }] }); // prettier-ignore
});

test("what cannot show is not asked unless the template wants an answer that nobody can leave empty", () => {
    const chip = (key: string): NodeJson => ({ type: "paragraph", content: [{ type: "variable", attrs: { key } }] });
    const content = [{ type: "conditionThen", content: ["vatId", "since", "note"].map(chip) }];
    const attrs = { when: { key: "isCompany", op: "isTrue" } };
    const store = storeOf(
        given([
            { key: "isCompany", dataType: "boolean" },
            { key: "vatId", dataType: "text", required: true },
            { key: "since", dataType: "date", required: true },
            { key: "note", dataType: "text" },
        ]),
        { type: "doc", content: [{ type: "condition", attrs, content }] },
    );

    expect(["vatId", "since", "note"].map((key) => store.isAsked(key))).toEqual([false, true, false]);
    expect(store.faults.value).toEqual({ since: "Please fill this in." });
    expect(store.data()).toEqual({ vatId: "" });
});

test("lists inside the rows of a list are asked, checked and named by their place", () => {
    const lines = { key: "lines", dataType: "list", itemFields: [{ key: "qty", dataType: "number", required: true }] };
    const form = given([], [{ key: "orders", itemFields: [{ key: "no", dataType: "text" }, lines] }]);
    const store = storeOf({ ...form, readonly: ["orders[].no"] });
    store.answer("orders", [{ lines: [{ qty: 1 }, { qty: new Unreadable("x") }] }]);

    expect(store.schema.lists[0]?.questions[0]?.isReadOnly).toBe(true);
    expect(store.faults.value).toEqual({ "orders[0].lines[1].qty": "This is no number." });
    expect(store.data()).toEqual({ orders: [{ lines: [{ qty: 1 }, {}] }] });
    expect([store.isShown("orders[0].lines[1].qty"), store.isShown("other")]).toEqual([true, false]);
});

test("rows of a data set that read alike are told apart", () => {
    const rows = [{ id: "b1", label: "Tour" }, { id: "b2", label: "Tour" }, { name: "Other" }];

    expect(labelsOf({ name: "bookings", rows })).toEqual(["Tour (b1)", "Tour (b2)", "Other"]);
});

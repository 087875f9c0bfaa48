// @vitest-environment jsdom
import { redo, undo } from "prosemirror-history";
import { TextSelection, type Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { expect, test } from "vitest";
import { readBody, writeBody, type NodeJson } from "../schema/content";
import { makeCanvas, type CanvasHost } from "./canvas";
import * as boxes from "./boxes";
import * as commands from "./commands";
import { findSuggestion } from "./plugins/suggest";

const EMPTY = { type: "doc", content: [{ type: "paragraph" }] };

function open(json: NodeJson = EMPTY, host: Partial<CanvasHost> = {}): EditorView {
    const menu = { show: () => undefined, hide: () => undefined, press: () => false };
    return makeCanvas(window.document.createElement("div"), readBody(json), {
        isEditable: () => true,
        changed: () => undefined,
        usesChanged: () => undefined,
        menu,
        nodeViews: {},
        keys: {},
        words: { label: "Document", start: "Start", line: "Line" },
        plugins: [],
        ...host,
    });
}

function run(view: EditorView, command: Command): boolean {
    return command(view.state, view.dispatch.bind(view), view);
}

function type(view: EditorView, text: string): void {
    for (const character of text) {
        const { from, to } = view.state.selection;
        const isTaken = view.someProp("handleTextInput", (handle) =>
            handle(view, from, to, character, () => view.state.tr),
        );
        if (!isTaken) view.dispatch(view.state.tr.insertText(character, from, to));
    }
}

function types(view: EditorView): string[] {
    return (writeBody(view.state.doc).content ?? []).map(({ type: name }) => name);
}

test("typed braces become a chip", () => {
    const view = open();
    type(view, "Dear {{customer.name}}");

    expect(writeBody(view.state.doc).content?.[0]?.content).toEqual([
        { type: "text", text: "Dear " },
        { type: "variable", attrs: { key: "customer.name" } },
    ]);
});

test("braces around what is no key stay text", () => {
    const view = open();
    type(view, "{{a b}} {{1}}");

    expect(view.state.doc.textContent).toBe("{{a b}} {{1}}");
});

test.each([
    ["# ", "heading"],
    ["- ", "bulletList"],
    ["1. ", "orderedList"],
    ["> ", "blockquote"],
])("%j at the start of a line makes a %s", (typed, name) => {
    const view = open();
    type(view, typed);

    expect(types(view)[0]).toBe(name);
});

test("a table in place of the empty line has the caret in its first cell and a line after it", () => {
    const view = open();
    run(view, boxes.insertTable(3, 4));

    const table = view.state.doc.firstChild;
    expect(types(view)).toEqual(["table", "paragraph"]);
    expect([table?.childCount, table?.firstChild?.childCount]).toEqual([3, 4]);
    expect(table?.firstChild?.firstChild?.type.name).toBe("tableHeader");
    expect(view.state.selection.$from.node(3).type.name).toBe("tableHeader");
});

test("sixty steps back lead to the empty page, and sixty forth to the same document", () => {
    const view = open();
    for (let step = 0; step < 60; step++) {
        run(view, step % 3 ? commands.insertVariable(`field.n${String(step)}`) : boxes.insertColumns(2));
        view.dispatch(view.state.tr.setMeta("addToHistory", true).scrollIntoView());
    }
    const full = view.state.doc;
    while (run(view, undo));
    const empty = view.state.doc;
    while (run(view, redo));

    expect(empty.textContent).toBe("");
    expect(empty.childCount).toBe(1);
    expect(view.state.doc.eq(full)).toBe(true);
});

test("selected blocks depend on a condition, which can be taken away again", () => {
    const view = open();
    type(view, "Only for some");
    run(view, boxes.wrapInCondition({ key: "total", op: "gt", value: 100 }));
    const wrapped = types(view)[0];
    run(view, boxes.toggleElse(0));
    const branches = view.state.doc.firstChild?.childCount;
    run(view, boxes.unwrap(0));

    expect([wrapped, branches]).toEqual(["condition", 2]);
    expect(writeBody(view.state.doc).content?.[0]).toEqual({
        type: "paragraph",
        content: [{ type: "text", text: "Only for some" }],
    });
});

test("copies of a signature field get ids of their own, also in a document that is loaded", () => {
    const field = { type: "signatureField", attrs: { fieldId: "one" } };
    const view = open({ type: "doc", content: [{ type: "paragraph", content: [field, field] }] });
    const [first, second] = view.state.doc.firstChild?.children ?? [];

    expect(first?.attrs.fieldId).toBe("one");
    expect(second?.attrs.fieldId).not.toBe("one");
});

test("hears which variables came and went, and nothing on loading", () => {
    const heard: { inserted: string[]; removed: string[] }[] = [];
    const chip = { type: "variable", attrs: { key: "a" } };
    const view = open(
        { type: "doc", content: [{ type: "paragraph", content: [chip] }] },
        { usesChanged: (change) => heard.push(change) },
    );
    run(view, commands.insertVariable("b"));
    view.dispatch(view.state.tr.delete(1, 3));

    expect(heard).toEqual([
        { inserted: ["b"], removed: [] },
        { inserted: [], removed: ["b", "a"] },
    ]);
});

test.each([
    ["/ta", { kind: "insert", typed: "ta" }],
    ["see {{cust", { kind: "variable", typed: "cust" }],
    ["and/or", null],
    ["a {{b}} c", null],
])("typing %j asks for %j", (typed, wanted) => {
    const view = open({ type: "doc", content: [{ type: "paragraph", content: [{ type: "text", text: typed }] }] });
    view.dispatch(view.state.tr.setSelection(TextSelection.atEnd(view.state.doc)));

    const found = findSuggestion(view.state);
    expect(found && { kind: found.kind, typed: found.typed }).toEqual(wanted);
});

test("a colour is taken away by null", () => {
    const view = open();
    type(view, "red");
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, 1, 4)));
    run(view, commands.style({ color: "#ff0000" }));
    const coloured = view.state.doc.firstChild?.firstChild?.marks.length;
    run(view, commands.style({ color: null }));

    expect([coloured, view.state.doc.firstChild?.firstChild?.marks.length]).toEqual([1, 0]);
});

test("a click alone leaves nothing to undo, though a place to type is added at the end", () => {
    const view = open({ type: "doc", content: [{ type: "keepTogether", content: [{ type: "paragraph" }] }] });
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, 2)));

    expect(types(view)).toEqual(["keepTogether", "paragraph"]);
    expect(undo(view.state)).toBe(false);
});

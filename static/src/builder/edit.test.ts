import { EditorState, TextSelection, type Command } from "prosemirror-state";
import { expect, test } from "vitest";
import { readBody, type NodeJson } from "../schema/content";
import { addressOf, clearFormatting, duplicate, linkAround, moveBlock, setLink } from "./edit";

const text = (words: string, marks?: NodeJson["marks"]): NodeJson => ({
    type: "text",
    text: words,
    ...(marks ? { marks } : {}),
});
const paragraph = (...content: NodeJson[]): NodeJson => ({ type: "paragraph", content });
const link = { type: "link", attrs: { href: "https://one.example" } };

function open(caret: string, ...content: NodeJson[]): EditorState {
    const doc = readBody({ type: "doc", content });
    let at = 0;
    doc.descendants((node, position) => {
        if (node.isText && node.text?.includes(caret)) at = position + node.text.indexOf(caret) + 1;
    });
    return EditorState.create({ doc, selection: TextSelection.create(doc, at) });
}

function run(state: EditorState, command: Command): EditorState {
    let after = state;
    command(state, (transaction) => (after = state.apply(transaction)));
    return after;
}

test("a block moves among its neighbours and takes the caret along", () => {
    const moved = run(open("two", paragraph(text("one")), paragraph(text("two"))), moveBlock(-1));

    expect(moved.doc.children.map(({ textContent }) => textContent)).toEqual(["two", "one"]);
    expect(moved.selection.$from.parent.textContent).toBe("two");
    expect(moveBlock(-1)(moved)).toBe(false);
});

test("in a list the item moves, in a table the row", () => {
    const item = (words: string): NodeJson => ({ type: "listItem", content: [paragraph(text(words))] });
    const list = run(open("a", { type: "bulletList", content: [item("a"), item("b")] }), moveBlock(1));
    const cell = (words: string): NodeJson => ({ type: "tableCell", content: [paragraph(text(words))] });
    const row = (...cells: NodeJson[]): NodeJson => ({ type: "tableRow", content: cells });
    const rows = [row(cell("a"), cell("b")), row(cell("c"), cell("d"))];
    const table = run(open("d", { type: "table", content: rows }), moveBlock(-1));

    expect(list.doc.textContent).toBe("ba");
    expect(table.doc.textContent).toBe("cdab");
});

test("a doubled block stands behind the first", () => {
    expect(run(open("one", paragraph(text("one")), paragraph(text("two"))), duplicate).doc.textContent).toBe(
        "oneonetwo",
    );
});

test("a link is found around the caret, led elsewhere and taken away", () => {
    const state = open("in", paragraph(text("before "), text("linked text", [link]), text(" after")));
    const found = linkAround(state);
    const changed = run(state, setLink("https://two.example"));

    expect(found && state.doc.textBetween(found.from, found.to)).toBe("linked text");
    expect(linkAround(changed)?.href).toBe("https://two.example");
    expect(linkAround(run(changed, setLink(null)))).toBeNull();
});

test.each([
    ["example.com", "https://example.com"],
    ["me@example.com", "mailto:me@example.com"],
    ["http://example.com/a?b", "http://example.com/a?b"],
    ["javascript:alert(1)", null],
    ["two words", null],
    ["", null],
])("%j typed as a link leads to %j", (typed, href) => {
    expect(addressOf(typed)).toBe(href);
});

test("plain text again, but links stay", () => {
    const plain = run(open("b", paragraph(text("b", [{ type: "bold" }]), text("l", [link]))), clearFormatting);
    const marks = plain.doc.firstChild?.children.flatMap((node) => node.marks.map(({ type }) => type.name));

    expect(marks).toEqual(["link"]);
});

// @vitest-environment jsdom
import { EditorState } from "prosemirror-state";
import { addColumnAfter } from "prosemirror-tables";
import { expect, test } from "vitest";
import { readBody, type NodeJson } from "../../schema/content";
import { widthsOf } from "../views/table";
import { columnLines, shifted, withWidths } from "./columns";

const cell = (attrs = {}): NodeJson => ({ type: "tableCell", attrs, content: [{ type: "paragraph" }] });
const row = (...content: NodeJson[]): NodeJson => ({ type: "tableRow", content });
const table = (...content: NodeJson[]) => readBody({ type: "doc", content: [{ type: "table", content }] });

test("what one column gains the next one gives, down to a width that can still be hit", () => {
    expect(shifted([100, 100, 50], 0, 30)).toEqual([130, 70, 50]);
    expect(shifted([100, 100, 50], 0, 500)).toEqual([176, 24, 50]);
    expect(shifted([100, 100, 50], 1, -500)).toEqual([100, 24, 126]);
});

test("widths are written into every cell, also into those over several columns", () => {
    const document = table(row(cell({ colspan: 2 }), cell()), row(cell(), cell(), cell()));
    const state = EditorState.create({ doc: document });
    const changed = withWidths(state.tr, document.firstChild ?? document, 0, [10, 20, 30]).doc;

    expect(widthsOf(changed.child(0))).toEqual([10, 20, 30]);
    expect(changed.child(0).child(1).child(2).attrs.colwidth).toEqual([30]);
});

test("a column that is put in takes a fair share, so that all widths still print", () => {
    const document = table(row(cell({ colwidth: [100] }), cell({ colwidth: [300] })));
    let state = EditorState.create({ doc: document, plugins: [columnLines()] });
    addColumnAfter(state, (transaction) => (state = state.apply(transaction)));

    expect(widthsOf(state.doc.child(0))).toEqual([100, 200, 300]);
});

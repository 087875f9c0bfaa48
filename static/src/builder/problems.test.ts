import { EditorState } from "prosemirror-state";
import { expect, test } from "vitest";
import { readBody, writeBody, type NodeJson } from "../schema/content";
import { Directory } from "./catalog";
import { fixesFor, inPlainWords, problemsOf } from "./problems";

const chip = (key: string, attrs = {}): NodeJson => ({ type: "variable", attrs: { key, ...attrs } });
const paragraph = (...content: NodeJson[]): NodeJson => ({ type: "paragraph", content });
const loop = (...content: NodeJson[]): NodeJson => ({ type: "loop", attrs: { each: "items" }, content });
const table = (row: NodeJson): NodeJson => ({ type: "table", content: [row] });
const row = (chipIn: NodeJson, attrs = {}): NodeJson => ({
    type: "tableRow",
    attrs,
    content: [{ type: "tableCell", content: [paragraph(chipIn)] }],
});
const body = (...content: NodeJson[]) => readBody({ type: "doc", content });
const directory = new Directory(
    {
        allowCustom: true,
        namespaces: [],
        loops: [
            { key: "items", label: "Line items", itemFields: [{ key: "price", label: "Price", dataType: "currency" }] },
        ],
    },
    { variables: {}, loops: {} },
    true,
);

test.each([
    ["in a loop over it", loop(paragraph(chip("items[].price")))],
    ["in a row repeated for it", table(row(chip("items[].price"), { repeat: "items" }))],
    ["as a sum", paragraph(chip("items[].price", { agg: "sum" }))],
    ["of no list", paragraph(chip("customer.name"))],
])("a value %s is no problem", (_name, block) => {
    expect(problemsOf(body(block))).toEqual([]);
});

test("a value outside its list is one, and says so with the list's name", () => {
    const [problem] = problemsOf(body(paragraph(chip("items[].price"))));

    expect(problem).toMatchObject({ kind: "outside", list: "items", row: null });
    expect(problem && inPlainWords(problem, directory)).toContain("Line items");
});

test("every fix mends it", () => {
    for (const document of [body(paragraph(chip("items[].price"))), body(table(row(chip("items[].price"))))]) {
        const state = EditorState.create({ doc: document });
        const [problem] = problemsOf(document);
        const node = problem && document.nodeAt(problem.position);
        const fixes = problem && node ? fixesFor(problem, node, directory) : [];
        const mended = fixes.map(({ command }) => {
            let after = state;
            command(state, (transaction) => (after = state.apply(transaction)));
            return problemsOf(after.doc);
        });

        expect(mended).toEqual([[], []]);
    }
});

test("in a table the row is repeated, elsewhere a box is put around", () => {
    const document = body(paragraph(chip("items[].price")));
    const [problem] = problemsOf(document);
    const node = problem && document.nodeAt(problem.position);
    let after = EditorState.create({ doc: document });
    if (problem && node)
        fixesFor(problem, node, directory)[0]?.command(after, (transaction) => (after = after.apply(transaction)));

    expect(writeBody(after.doc).content?.[0]).toMatchObject({ type: "loop", attrs: { each: "items" } });
});

test("a condition and a picture that name nothing yet are problems too", () => {
    const condition = {
        type: "condition",
        attrs: { when: { key: "", op: "notEmpty" } },
        content: [{ type: "conditionThen", content: [paragraph()] }],
    };

    expect(problemsOf(body(condition, { type: "image" })).map(({ kind }) => kind)).toEqual(["condition", "picture"]);
});

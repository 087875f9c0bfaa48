import { expect, test } from "vitest";
import { readBody, writeBody } from "../schema/content";
import { areEnough, asKind, kept, LONGEST, MOST, moved, spread } from "./choices";
import { problemsOf } from "./problems";

const body = (attrs: Record<string, unknown>) =>
    readBody({
        type: "doc",
        content: [{ type: "paragraph", content: [{ type: "signatureField", attrs: { fieldId: "pay", ...attrs } }] }],
    });

test("a field to choose in begins with two options, and keeps those that it has", () => {
    expect(asKind("radio", null)).toEqual({ kind: "radio", options: ["Yes", "No"] });
    expect(asKind("select", ["Red", "Blue"])).toEqual({ kind: "select", options: ["Red", "Blue"] });
    expect(asKind("text", ["Red", "Blue"])).toEqual({ kind: "text", options: null });
});

test("the document keeps options on one line each, in its bounds", () => {
    const many = Array.from({ length: MOST + 5 }, (_, at) => `Option ${String(at)}`);

    expect(kept(["  By   card ", "", " \t", "x".repeat(LONGEST + 9)])).toEqual(["By card", "x".repeat(LONGEST)]);
    expect(kept(many)).toHaveLength(MOST);
});

test("options move, and a pasted list takes the place of a line", () => {
    expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(spread(["a", "", "d"], 1, ["b", "c"])).toEqual(["a", "b", "c", "d"]);
});

test.each([[null], [["Yes"]], [["Yes", "Yes"]]])("a choice of %j is something to mend", (options) => {
    expect(areEnough(options)).toBe(false);
    expect(problemsOf(body({ kind: "radio", options }))).toMatchObject([{ kind: "options" }]);
    expect(problemsOf(body({ kind: "text" }))).toEqual([]);
});

test("options come out of the editor as they went in", () => {
    const attrs = { fieldId: "pay", kind: "select", options: ["By card", "By transfer"] };

    expect(writeBody(body(attrs)).content?.[0]?.content).toEqual([{ type: "signatureField", attrs }]);
});

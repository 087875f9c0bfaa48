// @vitest-environment jsdom
/// <reference types="vite/client" />
import { DOMParser, DOMSerializer } from "prosemirror-model";
import { describe, expect, test } from "vitest";
import { readBody, writeBody, type NodeJson } from "./content";
import { schema } from "./index";

interface Sample {
    slug: string;
    content: { body?: NodeJson };
}

const samples = import.meta.glob<Sample>("../../../templates_app/samples/*.json", { eager: true, import: "default" });
const bodies = Object.values(samples).flatMap(({ slug, content }): [string, NodeJson][] =>
    content.body ? [[slug, content.body]] : [],
);

function paragraph(...content: NodeJson[]): NodeJson {
    return { type: "doc", content: [{ type: "paragraph", content }] };
}

describe("bodies of the samples", () => {
    test.each(bodies)("%s is read, written and read again alike", (_name, body) => {
        const once = readBody(body);
        expect(readBody(writeBody(once)).eq(once)).toBe(true);
    });

    test.each(bodies)("%s survives the clipboard", (_name, body) => {
        const document = readBody(body);
        const holder = window.document.createElement("div");
        holder.append(DOMSerializer.fromSchema(schema).serializeFragment(document.content));
        expect(DOMParser.fromSchema(schema).parse(holder, { preserveWhitespace: true }).eq(document)).toBe(true);
    });
});

test.each([
    ["an unknown node", { type: "doc", content: [{ type: "script" }] }],
    ["a row outside a table", { type: "doc", content: [{ type: "tableRow" }] }],
    ["a heading of level 9", { type: "doc", content: [{ type: "heading", attrs: { level: 9 } }] }],
    ["a condition without its then", { type: "doc", content: [{ type: "condition", attrs: { when: {} } }] }],
    ["a chip whose key is markup", paragraph({ type: "variable", attrs: { key: 'x"><img>' } })],
    ["a chip without a key", paragraph({ type: "variable" })],
    [
        "a link that runs",
        paragraph({ type: "text", text: "x", marks: [{ type: "link", attrs: { href: "javascript:0" } }] }),
    ],
])("%s is refused", (_name, json) => {
    expect(() => readBody(json)).toThrow(RangeError);
});

test("defaults are not written", () => {
    const body = { type: "doc", content: [{ type: "heading", attrs: { level: 2, align: null, id: null } }] };
    expect(writeBody(readBody(body)).content).toEqual([{ type: "heading", attrs: { level: 2 } }]);
});

test("pasted markup keeps its structure and loses what runs", () => {
    const holder = window.document.createElement("div");
    holder.append(
        new window.DOMParser().parseFromString(
            '<h5>Title</h5><p onclick="x()">a <b>b</b> <a href="javascript:1">c</a></p><script>1</script><table><tr><th colspan="2">d</th></tr></table>',
            "text/html",
        ).body,
    );
    const body = writeBody(DOMParser.fromSchema(schema).parse(holder));
    expect(JSON.stringify(body)).not.toContain("javascript");
    expect(body.content?.map(({ type }) => type)).toEqual(["heading", "paragraph", "table"]);
    expect(body.content?.[0]?.attrs).toEqual({ level: 4 });
});

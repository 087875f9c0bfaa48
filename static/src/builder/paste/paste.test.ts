// @vitest-environment jsdom
import { DOMParser, Slice } from "prosemirror-model";
import { expect, test } from "vitest";
import { schema } from "../../schema";
import { writeBody, type NodeJson } from "../../schema/content";
import { chipify } from "./chipify";
import { cleanPasted, inert } from "./clean";
import { colour, indentOf, points } from "./styles";

/** As the editor does it: the cleaned markup through the schema. */
function pasted(html: string): NodeJson[] {
    const holder = new window.DOMParser().parseFromString(cleanPasted(html), "text/html").body;
    return writeBody(DOMParser.fromSchema(schema).parse(holder)).content ?? [];
}

function outline(node: NodeJson): unknown {
    if (node.type === "text") return node.text;
    return [node.type, ...(node.content ?? []).map(outline)];
}

const bullet = (sign: string) =>
    `<!--[if !supportLists]--><span style='font-family:Symbol;mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><!--[endif]-->`;
const item = (level: number, sign: string, text: string) =>
    `<p class=MsoListParagraph style='margin-left:${String(level * 36)}pt;text-indent:-18.0pt;mso-list:l0 level${String(level)} lfo1'>${bullet(sign)}<span lang=EN-GB>${text}<o:p></o:p></span></p>`;
const WORD = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang=EN-GB>
<h1 style='mso-outline-level:1'><span style='font-size:16.0pt;color:#2F5496'>Terms<o:p></o:p></span></h1>
<p class=MsoNormal align=center style='text-align:center'><b><span style='font-size:11.0pt'>Between</span></b> the <span style='color:red'>parties</span><o:p></o:p></p>
<p class=MsoNormal style='margin-left:56.7pt'>Moved in</p>`;

test("a list from Word keeps its levels and loses its typed bullets", () => {
    const html = `${WORD}${item(1, "·", "One")}${item(2, "o", "Inner")}${item(2, "o", "Inner two")}${item(1, "·", "Two")}<p class=MsoNormal>After</p></body></html>`;
    const found = pasted(html).slice(3).map(outline);

    expect(found).toEqual([
        [
            "bulletList",
            [
                "listItem",
                ["paragraph", "One"],
                ["bulletList", ["listItem", ["paragraph", "Inner"]], ["listItem", ["paragraph", "Inner two"]]],
            ],
            ["listItem", ["paragraph", "Two"]],
        ],
        ["paragraph", "After"],
    ]);
});

test("two lists of Word with text between stay two, and numbers make a numbered one", () => {
    const found = pasted(`${item(1, "1.", "One")}<p>Between</p>${item(1, "·", "Two")}`);

    expect(found.map(({ type }) => type)).toEqual(["orderedList", "paragraph", "bulletList"]);
});

test("headings, alignment, indent, bold and colour come along from Word", () => {
    const [heading, centred, moved] = pasted(WORD);

    expect(heading).toMatchObject({ type: "heading", content: [{ text: "Terms" }] });
    expect(centred).toMatchObject({ attrs: { align: "center" } });
    expect(centred?.content?.map(({ text, marks }) => [text, marks])).toEqual([
        ["Between", [{ type: "bold" }]],
        [" the ", undefined],
        ["parties", [{ type: "textStyle", attrs: { color: "#ff0000" } }]],
    ]);
    expect(moved?.attrs).toEqual({ indent: 2 });
});

test("Google Docs: the bold around all is none, styles become marks, nested lists stay nested", () => {
    const span = (style: string, text: string) =>
        `<span style="font-size:11pt;font-family:Arial,sans-serif;color:#000000;background-color:transparent;${style}">${text}</span>`;
    const found = pasted(
        `<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><p dir="ltr" style="text-align:right;">${span("font-weight:400;font-style:normal;", "Plain ")}${span("font-weight:700;font-style:italic;", "strong")}${span("font-weight:400;background-color:#ffff00;", " lit")}</p>
        <ul><li dir="ltr" aria-level="1"><p role="presentation">${span("", "One")}</p></li><ul><li aria-level="2"><p>${span("", "Inner")}</p></li></ul></ul></b>`,
    );

    expect(found[0]?.attrs).toEqual({ align: "right" });
    expect(found[0]?.content?.map(({ marks }) => marks?.map(({ type }) => type))).toEqual([
        undefined,
        ["bold", "italic"],
        ["textStyle"],
    ]);
    expect(found.slice(1).map(outline)).toEqual([
        ["bulletList", ["listItem", ["paragraph", "One"], ["bulletList", ["listItem", ["paragraph", "Inner"]]]]],
    ]);
});

test("a table keeps its head, spans, fills and where the text stands", () => {
    const [table] = pasted(
        `<table border=1><thead><tr><td style='background:#D9E2F3'><p><b>Item</b></p></td><td><p align=right style='text-align:right'>Price</p></td></tr></thead>
        <tbody><tr><td colspan=2 valign=bottom bgcolor="#eeeeee"><p>Both</p></td></tr></tbody></table>`,
    );
    const [head, body] = table?.content ?? [];

    expect(head?.content?.map(({ type }) => type)).toEqual(["tableHeader", "tableHeader"]);
    expect(head?.content?.[0]?.attrs).toEqual({ background: "#d9e2f3" });
    expect(head?.content?.[1]?.content?.[0]?.attrs).toEqual({ align: "right" });
    expect(body?.content?.[0]?.attrs).toEqual({ colspan: 2, background: "#eeeeee", valign: "bottom" });
});

test("what runs, loads or lies about where it leads does not come along", () => {
    const found = pasted(
        `<p onclick="x()" style="color:red">a<script>alert(1)</script><img src="file:///c:/x.png" onerror="x()"><a href="javascript:alert(1)">b</a><a href="https://example.com/">c</a></p><iframe src="https://evil.example"></iframe><svg onload="x()"></svg>`,
    );
    const text = JSON.stringify(found);

    expect(text).not.toMatch(/javascript|alert|script|evil|file:/);
    expect(text).toContain("https://example.com/");
});

test("markup is made inert before it is parsed", () => {
    expect(inert(`<p style="x" onclick='y'>a style=b<svg/onload=z><style>q</style>`)).toBe(
        `<p data-style="x" data-on-click='y'>a style=b<svg/data-on-load=z>`,
    );
});

test("a copy of our own comes back unchanged", () => {
    const html = `<p data-pm-slice="1 1 []" data-node="paragraph" style="color: red">x</p>`;
    expect(cleanPasted(html)).toBe(html.replace(" style=", " data-style="));
});

test("braces in pasted text become chips in the marks of the text", () => {
    const bold = schema.marks.bold?.create();
    const text = schema.text("Dear {{customer.name}}, {{not a key}}", bold ? [bold] : []);
    const content = chipify(new Slice(schema.node("paragraph", null, [text]).content, 0, 0)).content;

    expect(content.content.map((node) => node.attrs.key ?? node.text)).toEqual([
        "Dear ",
        "customer.name",
        ", {{not a key}}",
    ]);
    expect(content.child(1).marks.map(({ type }) => type.name)).toEqual(["bold"]);
});

test("colours, lengths and indents of other programs", () => {
    expect(["rgb(255, 0, 16)", "#AbC", "windowtext", "rgba(1,2,3,0)", "yellow"].map(colour)).toEqual([
        "#ff0010",
        "#aabbcc",
        null,
        null,
        "#ffff00",
    ]);
    expect(["12.0pt", "16px", "1cm", "inherit"].map(points)).toEqual([12, 12, 28.5, null]);
    expect(indentOf({ margin: "0cm 0cm 0cm 28.35pt" })).toBe(1);
});

// @vitest-environment jsdom
import { DOMSerializer } from "prosemirror-model";
import { expect, test } from "vitest";
import { readBody, type NodeJson } from "./content";
import { schema } from "./index";

function shown(node: NodeJson): HTMLElement {
    const document = readBody({ type: "doc", content: [node] });
    const made = DOMSerializer.fromSchema(schema).serializeFragment(document.content);
    return made.firstElementChild as HTMLElement;
}

test("alignment and indent have the classes of the print", () => {
    expect(shown({ type: "paragraph", attrs: { align: "right", indent: 3 } }).className).toBe("ck-right ck-indent-3");
});

test("colour, size, font and background of a text are shown", () => {
    const attrs = { color: "#ff0000", size: 14, font: "Inter", background: "#ffff00" };
    const text = { type: "text", text: "x", marks: [{ type: "textStyle", attrs }] };
    const style = shown({ type: "paragraph", content: [text] }).querySelector("span")?.style;

    expect([style?.color, style?.fontSize, style?.fontFamily]).toEqual([
        "rgb(255, 0, 0)",
        "14pt",
        '"Inter", sans-serif',
    ]);
    expect(style?.background).toBe("rgb(255, 255, 0)");
});

test("a list counts in its own letters from its own start", () => {
    const item = { type: "listItem", content: [{ type: "paragraph" }] };
    const list = shown({ type: "orderedList", attrs: { start: 3, style: "roman" }, content: [item] });

    expect([list.getAttribute("start"), list.getAttribute("type")]).toEqual(["3", "i"]);
});

/** The elements of nodes and marks in the editing area and on the clipboard. What they mean stands in data attributes. */
import type { DOMOutputSpec, Mark, Node, TagParseRule } from "prosemirror-model";
import { definition, keeps, type Attribute } from "./definition";
import { listAttributes, lookOf, tableClass } from "./shown";

const TAGS: Record<string, string> = {
    paragraph: "p",
    bulletList: "ul",
    orderedList: "ol",
    listItem: "li",
    blockquote: "blockquote",
    tableRow: "tr",
    tableCell: "td",
    tableHeader: "th",
    bold: "strong",
    italic: "em",
    underline: "u",
    strike: "s",
    sub: "sub",
    sup: "sup",
};
const INLINE_ATOMS = new Set(["variable", "signatureField", "barcode", "pageNumber"]);
/** Other people's markup, for what is pasted. Nodes that mean something only here have no such form. */
const FOREIGN: Record<string, string[]> = {
    paragraph: ["p", "div[data-paragraph]"],
    bulletList: ["ul"],
    orderedList: ["ol"],
    listItem: ["li"],
    blockquote: ["blockquote"],
    horizontalRule: ["hr"],
    hardBreak: ["br"],
    table: ["table"],
    tableRow: ["tr"],
    bold: ["strong", "b"],
    italic: ["em", "i"],
    underline: ["u", "ins"],
    strike: ["s", "del", "strike"],
    sub: ["sub"],
    sup: ["sup"],
};

/** The element of a node, with its attributes as `data-attrs`. */
export function nodeToDom(name: string): (node: Node) => DOMOutputSpec {
    return (node) => {
        const attributes: Record<string, string> = { "data-node": name, ...shown(node.attrs), ...lookOf(node) };
        if (name === "heading") return [`h${String(node.attrs.level)}`, attributes, 0];
        if (name === "table") return ["table", { ...attributes, class: tableClass(node) }, ["tbody", 0]];
        if (name === "orderedList") return ["ol", { ...attributes, ...listAttributes(node) }, 0];
        if (name === "horizontalRule") return ["hr", attributes];
        if (name === "hardBreak") return ["br"];
        if (node.isAtom) return [INLINE_ATOMS.has(name) ? "span" : "div", attributes];
        return [TAGS[name] ?? "div", { ...attributes, ...spans(node) }, 0];
    };
}

/** The element of a mark. */
export function markToDom(name: string): (mark: Mark) => DOMOutputSpec {
    return (mark) => {
        if (name === "link") return ["a", { href: String(mark.attrs.href), rel: "noopener noreferrer" }, 0];
        return [TAGS[name] ?? "span", { "data-mark": name, ...shown(mark.attrs), ...lookOf(mark) }, 0];
    };
}

/** What markup becomes this node: our own first, then everybody's. */
export function nodeFromDom(name: string): TagParseRule[] {
    const attrs = definition.nodes[name]?.attrs ?? {};
    const own: TagParseRule = {
        tag: `[data-node="${name}"]`,
        priority: 60,
        getAttrs: (element) => read(element, attrs),
    };
    const foreign = (FOREIGN[name] ?? []).map((tag): TagParseRule => ({ tag }));
    if (name === "heading") foreign.push(...headings());
    if (name === "tableCell" || name === "tableHeader") foreign.push(cell(name === "tableCell" ? "td" : "th"));
    return [own, ...foreign];
}

/** What markup becomes this mark. */
export function markFromDom(name: string): TagParseRule[] {
    const attrs = definition.marks[name]?.attrs ?? {};
    const own: TagParseRule = {
        tag: `[data-mark="${name}"]`,
        priority: 60,
        getAttrs: (element) => read(element, attrs),
    };
    const foreign = (FOREIGN[name] ?? []).map((tag): TagParseRule => ({ tag }));
    if (name === "link") foreign.push({ tag: "a[href]", getAttrs: (element) => link(element, attrs.href) });
    return [own, ...foreign];
}

function shown(attrs: Readonly<Record<string, unknown>>): Record<string, string> {
    const set = Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== null));
    return Object.keys(set).length ? { "data-attrs": JSON.stringify(set) } : {};
}

function spans({ attrs }: Node): Record<string, string> {
    const across = Number(attrs.colspan ?? 1) > 1 ? { colspan: String(attrs.colspan) } : {};
    const down = Number(attrs.rowspan ?? 1) > 1 ? { rowspan: String(attrs.rowspan) } : {};
    return { ...across, ...down } as Record<string, string>;
}

/** The attributes that keep their rules; false, which refuses the element, when a needed one does not. */
function read(element: HTMLElement, attrs: Record<string, Attribute>): Record<string, unknown> | false {
    const given = parse(element.dataset.attrs ?? "{}");
    const kept: Record<string, unknown> = {};
    for (const [name, { rule, required }] of Object.entries(attrs)) {
        if (name in given && keeps(given[name], rule)) kept[name] = given[name];
        else if (required) return false;
    }
    return kept;
}

function parse(text: string): Record<string, unknown> {
    try {
        const value: unknown = JSON.parse(text);
        return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
    } catch {
        return {}; // a page that is not ours may use the same attribute for something else
    }
}

function headings(): TagParseRule[] {
    return [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${String(level)}`, attrs: { level: Math.min(level, 4) } }));
}

function cell(tag: string): TagParseRule {
    const count = (element: HTMLElement, name: string) =>
        Math.min(Math.max(Number(element.getAttribute(name)) || 1, 1), 50);
    return { tag, getAttrs: (element) => ({ colspan: count(element, "colspan"), rowspan: count(element, "rowspan") }) };
}

function link(element: HTMLElement, attribute: Attribute | undefined): { href: string } | false {
    const href = element.getAttribute("href") ?? "";
    return attribute && keeps(href, attribute.rule) ? { href } : false;
}

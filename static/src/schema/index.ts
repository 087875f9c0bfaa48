/** The editor's schemas, built from the definition: the document's body, and the slot of a header or footer. */
import { Schema, type AttributeSpec, type MarkSpec, type NodeSpec } from "prosemirror-model";
import { definition, keeps, type Attribute } from "./definition";
import { markFromDom, markToDom, nodeFromDom, nodeToDom } from "./dom";

const TABLE_ROLES: Record<string, string> = {
    table: "table",
    tableRow: "row",
    tableCell: "cell",
    tableHeader: "header_cell",
};
const DEFINING = new Set(["heading", "listItem", "blockquote", "orderedList", "bulletList"]);
const INLINE = new Set([...(definition.groups.inline ?? []), ...(definition.groups.band ?? [])]);

/** The schema of a document's body. */
export const schema = new Schema({ topNode: "doc", nodes: bodyNodes(), marks: marks() });

/** The schema of one slot of a header or footer band: a single line. */
export const bandSchema = new Schema({ topNode: "band", nodes: bandNodes(), marks: marks() });

function bodyNodes(): Record<string, NodeSpec> {
    const names = Object.keys(definition.nodes).filter((name) => name !== "pageNumber");
    return Object.fromEntries(names.map((name) => [name, nodeSpec(name)]));
}

function bandNodes(): Record<string, NodeSpec> {
    const slot = (definition.groups.band ?? []).map((name): [string, NodeSpec] => [
        name,
        { ...nodeSpec(name), group: "inline", inline: name !== "text" ? true : undefined },
    ]);
    return { band: { content: "inline*" }, ...Object.fromEntries(slot) };
}

function nodeSpec(name: string): NodeSpec {
    const found = definition.nodes[name];
    if (!found) throw new Error(`The document has no node ${name}.`);
    if (name === "text") return { group: "inline" };
    const isAtom = found.content === "" && name !== "doc";
    return {
        content: found.content,
        ...(found.group ? { group: found.group } : {}),
        inline: INLINE.has(name) && found.group === "inline",
        atom: isAtom,
        isolating: found.isolating ?? false,
        defining: DEFINING.has(name),
        selectable: name !== "hardBreak",
        draggable: isAtom && name !== "hardBreak",
        ...(TABLE_ROLES[name] ? { tableRole: TABLE_ROLES[name] } : {}),
        attrs: attributes(found.attrs),
        parseDOM: nodeFromDom(name),
        toDOM: nodeToDom(name),
    };
}

function marks(): Record<string, MarkSpec> {
    return Object.fromEntries(
        Object.entries(definition.marks).map(([name, { attrs }]) => [
            name,
            {
                attrs: attributes(attrs),
                inclusive: name !== "link",
                ...(name === "sub" ? { excludes: "sub sup" } : {}),
                ...(name === "sup" ? { excludes: "sub sup" } : {}),
                parseDOM: markFromDom(name),
                toDOM: markToDom(name),
            },
        ]),
    );
}

function attributes(attrs: Record<string, Attribute>): Record<string, AttributeSpec> {
    return Object.fromEntries(
        Object.entries(attrs).map(([name, attribute]) => [
            name,
            { ...(attribute.required ? {} : { default: attribute.default }), validate: validator(name, attribute) },
        ]),
    );
}

function validator(name: string, { rule, required }: Attribute): (value: unknown) => void {
    return (value) => {
        if (value === null && !required) return;
        if (!keeps(value, rule)) throw new RangeError(`${name} cannot be ${JSON.stringify(value)}.`);
    };
}

/** Variables that were pasted or dropped as text, `{{customer.name}}`, become chips. */
import { Fragment, Slice, type Node } from "prosemirror-model";
import { schema } from "../../schema";
import { definition } from "../../schema/definition";

const BRACES = /\{\{\s*([^{}\s]{1,160})\s*\}\}/g;
const KEY = new RegExp(definition.keys.pattern, "u");

/** The slice with its chips. */
export function chipify(slice: Slice): Slice {
    return new Slice(withChips(slice.content), slice.openStart, slice.openEnd);
}

function withChips(content: Fragment): Fragment {
    const made: Node[] = [];
    content.forEach((node) => {
        if (node.isText) made.push(...pieces(node));
        else made.push(node.content.size ? node.copy(withChips(node.content)) : node);
    });
    return Fragment.from(made);
}

function pieces(node: Node): Node[] {
    const text = node.text ?? "";
    const made: Node[] = [];
    let at = 0;
    for (const match of text.matchAll(BRACES)) {
        const key = match[1] ?? "";
        if (!KEY.test(key) || !schema.nodes.variable) continue;
        if (match.index > at) made.push(schema.text(text.slice(at, match.index), node.marks));
        made.push(schema.nodes.variable.create({ key }, null, node.marks));
        at = match.index + match[0].length;
    }
    if (at < text.length) made.push(at ? schema.text(text.slice(at), node.marks) : node);
    return made;
}

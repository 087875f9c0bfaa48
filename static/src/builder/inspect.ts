/** Which parts of the document the selection is in, and so whose settings can be shown. */
import type { Node } from "prosemirror-model";
import { NodeSelection, type EditorState } from "prosemirror-state";
import { schema } from "../schema";

export interface Spot {
    node: Node;
    position: number;
}

/** Nodes without settings, or whose settings stand elsewhere. */
const PLAIN = new Set([
    "doc",
    "paragraph",
    "text",
    "hardBreak",
    "listItem",
    "conditionThen",
    "conditionElse",
    "pageBreak",
]);

/** The parts around the selection that have settings, the innermost first. */
export function spots(state: EditorState): Spot[] {
    const { selection } = state;
    const found: Spot[] = [];
    if (selection instanceof NodeSelection) found.push({ node: selection.node, position: selection.from });
    const chip = selection.empty ? chipBefore(state) : null;
    if (chip) found.push(chip);
    for (let depth = selection.$from.depth; depth > 0; depth--)
        found.push({ node: selection.$from.node(depth), position: selection.$from.before(depth) });
    return found.filter(({ node }) => !PLAIN.has(node.type.name));
}

/** A chip right before the caret: what was just put in should be the first thing that can be set. */
function chipBefore({ selection }: EditorState): Spot | null {
    const before = selection.$from.nodeBefore;
    if (!before?.isInline || before.isText) return null;
    return { node: before, position: selection.from - before.nodeSize };
}

/** The lists that a chip at this position may name: those of the loops and repeated rows around it. */
export function listsAround(state: EditorState, position: number): string[] {
    const $position = state.doc.resolve(position);
    const found: string[] = [];
    for (let depth = 1; depth <= $position.depth; depth++) {
        const { type, attrs } = $position.node(depth);
        const list: unknown = type === schema.nodes.loop ? attrs.each : attrs.repeat;
        if (typeof list === "string" && list) found.push(list);
    }
    return found;
}

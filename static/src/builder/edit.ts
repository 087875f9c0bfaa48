/** Editing without regard to what is edited: links, plain text again, moving and doubling of blocks. */
import type { Mark, Node, ResolvedPos } from "prosemirror-model";
import { NodeSelection, Selection, TextSelection, type Command, type EditorState } from "prosemirror-state";
import { schema } from "../schema";
import { definition, keeps } from "../schema/definition";

const KEPT_WHEN_PLAIN = new Set(["link"]);
/** What is no block of its own: the thing around it moves. */
const PARTS = new Set(["conditionThen", "conditionElse", "column", "tableCell", "tableHeader"]);

/** Takes bold, colours, sizes and the like away; without a selection, from the whole paragraph. */
export const clearFormatting: Command = (state, dispatch) => {
    const { empty, $from } = state.selection;
    const from = empty ? $from.start() : state.selection.from;
    const to = empty ? $from.end() : state.selection.to;
    const transaction = state.tr;
    for (const mark of Object.values(schema.marks))
        if (!KEPT_WHEN_PLAIN.has(mark.name)) transaction.removeMark(from, to, mark);
    dispatch?.(transaction.setStoredMarks([]));
    return true;
};

/** Where the link around the caret begins and ends, and where it leads. */
export function linkAround(state: EditorState): { from: number; to: number; href: string } | null {
    const { $from } = state.selection;
    const mark = linkOf($from.nodeAfter) ?? linkOf($from.nodeBefore);
    if (!mark) return null;
    const [from, to] = extent($from, mark);
    return { from, to, href: String(mark.attrs.href) };
}

function linkOf(node: Node | null): Mark | undefined {
    return node?.marks.find(({ type }) => type.name === "link");
}

function extent($position: ResolvedPos, mark: Mark): [number, number] {
    const { parent } = $position;
    let first = $position.index();
    if (first > 0 && (first === parent.childCount || !mark.isInSet(parent.child(first).marks))) first--;
    let last = first;
    while (first > 0 && mark.isInSet(parent.child(first - 1).marks)) first--;
    while (last + 1 < parent.childCount && mark.isInSet(parent.child(last + 1).marks)) last++;
    return [$position.posAtIndex(first), $position.posAtIndex(last) + parent.child(last).nodeSize];
}

/** What was typed as an address that a link may have: `example.com` and `me@example.com` are completed. */
export function addressOf(typed: string): string | null {
    const text = typed.trim();
    const whole = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : text.includes("@") ? `mailto:${text}` : `https://${text}`;
    const rule = definition.marks.link?.attrs.href?.rule;
    return text && !/\s/.test(text) && rule && keeps(whole, rule) ? whole : null;
}

/** Links the selected text, or the link around the caret anew; without either, the address itself is put in. */
export function setLink(href: string | null): Command {
    return (state, dispatch) => {
        const { link } = schema.marks;
        const { empty, from, to } = state.selection;
        const around = empty ? linkAround(state) : { from, to };
        if (!link || (!around && !href)) return false;
        const transaction = state.tr;
        if (!around && href)
            transaction.insert(from, schema.text(href.replace(/^mailto:/, ""), [link.create({ href })]));
        if (around) transaction.removeMark(around.from, around.to, link);
        if (around && href) transaction.addMark(around.from, around.to, link.create({ href }));
        dispatch?.(transaction);
        return true;
    };
}

/** Moves the block, list item or table row with the caret up (-1) or down (1) among its neighbours. */
export function moveBlock(by: -1 | 1): Command {
    return (state, dispatch) => {
        const found = movable(state);
        if (!found) return false;
        const { parent, index, start } = found;
        const other = index + by;
        if (other < 0 || other >= parent.childCount || !canSwap(parent)) return false;
        const [node, neighbour] = [parent.child(index), parent.child(other)];
        const from = by < 0 ? start - neighbour.nodeSize : start;
        const pair = by < 0 ? [node, neighbour] : [neighbour, node];
        const target = by < 0 ? from : start + neighbour.nodeSize;
        const transaction = state.tr.replaceWith(from, from + node.nodeSize + neighbour.nodeSize, pair);
        const { selection } = state;
        const moved = target - start;
        transaction.setSelection(
            selection instanceof NodeSelection
                ? NodeSelection.create(transaction.doc, selection.from + moved)
                : TextSelection.create(transaction.doc, selection.anchor + moved, selection.head + moved),
        );
        dispatch?.(transaction.scrollIntoView());
        return true;
    };
}

/** A second one of the block with the caret, right behind it. */
export const duplicate: Command = (state, dispatch) => {
    const found = movable(state);
    if (!found) return false;
    const { parent, index, start } = found;
    const node = parent.child(index);
    const transaction = state.tr.insert(start + node.nodeSize, node.copy(node.content));
    transaction.setSelection(Selection.near(transaction.doc.resolve(start + node.nodeSize + 1)));
    dispatch?.(transaction.scrollIntoView());
    return true;
};

interface Movable {
    parent: Node;
    index: number;
    start: number;
}

/** The innermost thing that has neighbours of its kind: what is selected, a row, an item of a list, a block. */
function movable({ selection }: EditorState): Movable | null {
    const { $from } = selection;
    if (selection instanceof NodeSelection && selection.node.isBlock)
        return { parent: $from.parent, index: $from.index(), start: selection.from };
    for (let depth = $from.depth; depth > 0; depth--) {
        const [node, parent] = [$from.node(depth), $from.node(depth - 1)];
        const isOnly = parent.childCount === 1 && depth > 1;
        const isLeading = parent.type.name === "listItem" && $from.index(depth - 1) === 0;
        if (!PARTS.has(node.type.name) && !isLeading && !isOnly)
            return { parent, index: $from.index(depth - 1), start: $from.before(depth) };
    }
    return null;
}

/** Rows that share a cell cannot change places. */
function canSwap(parent: Node): boolean {
    if (parent.type.name !== "table") return true;
    return parent.children.every((row) => row.children.every((cell) => Number(cell.attrs.rowspan) === 1));
}

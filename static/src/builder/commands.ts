/** What a button, a menu or a key can do to the document: ProseMirror commands. */
import { chainCommands, setBlockType, toggleMark } from "prosemirror-commands";
import type { Attrs, Node, NodeType } from "prosemirror-model";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import {
    NodeSelection,
    Selection,
    TextSelection,
    type Command,
    type EditorState,
    type Transaction,
} from "prosemirror-state";
import { schema } from "../schema";

const { nodes, marks } = schema;

/** The node type of that name. */
export function type(name: string): NodeType {
    const found = nodes[name];
    if (!found) throw new Error(`The document has no node ${name}.`);
    return found;
}

/** Turns a simple mark on or off. */
export function toggle(mark: string, attrs: Attrs | null = null): Command {
    const found = marks[mark];
    return found ? toggleMark(found, attrs) : () => false;
}

/** Colour, size, font or background of the selected text; null takes it away again. */
export function style(change: Record<string, unknown>): Command {
    return (state, dispatch) => {
        const mark = marks.textStyle;
        const { from, to, empty, $from } = state.selection;
        if (!mark || !(state.selection instanceof TextSelection || state.selection instanceof NodeSelection))
            return false;
        if (!dispatch) return true;
        const held = mark.isInSet(empty ? (state.storedMarks ?? $from.marks()) : firstMarks(state));
        const attrs = { ...held?.attrs, ...change };
        const isPlain = Object.values(attrs).every((value) => value === null);
        if (empty) dispatch(isPlain ? state.tr.removeStoredMark(mark) : state.tr.addStoredMark(mark.create(attrs)));
        else dispatch(isPlain ? state.tr.removeMark(from, to, mark) : state.tr.addMark(from, to, mark.create(attrs)));
        return true;
    };
}

function firstMarks(state: EditorState): Node["marks"] {
    let found: Node["marks"] = [];
    state.doc.nodesBetween(state.selection.from, state.selection.to, (node) => {
        if (node.isInline && !found.length) found = node.marks;
    });
    return found;
}

/** Makes the selected blocks paragraphs or headings. */
export function block(name: "paragraph" | "heading", attrs: Attrs = {}): Command {
    return setBlockType(type(name), attrs);
}

/** Puts the selected blocks into a list; takes them out again if they are in one of that kind. */
export function list(name: "bulletList" | "orderedList", attrs: Attrs = {}): Command {
    const item = type("listItem");
    return (state, dispatch) => {
        const { $from } = state.selection;
        const around = $from.depth >= 2 ? $from.node($from.depth - 2) : null;
        if (around?.type.name === name) return liftListItem(item)(state, dispatch);
        if (around && (around.type.name === "bulletList" || around.type.name === "orderedList")) {
            dispatch?.(state.tr.setNodeMarkup($from.before($from.depth - 2), type(name), attrs));
            return true;
        }
        return wrapInList(type(name), attrs)(state, dispatch);
    };
}

/** Deeper: a list item under its neighbour, else a paragraph to the right. */
export const indent: Command = chainCommands(sinkListItem(type("listItem")), shift(1));

/** The other way. */
export const outdent: Command = chainCommands(liftListItem(type("listItem")), shift(-1));

function shift(by: number): Command {
    return eachBlock((node) => {
        if (node.type.name !== "paragraph") return null;
        const indented = Math.min(Math.max(Number(node.attrs.indent) + by, 0), 8);
        return indented === node.attrs.indent ? null : { indent: indented };
    });
}

/** Left, centre, right, justified; null is the start of the line. */
export function align(to: string | null): Command {
    // Pictures and charts stand somewhere, too, but only text can be justified.
    const takes = (node: Node) => node.isTextblock || (to !== "justify" && "align" in node.attrs);
    return eachBlock((node) => (takes(node) && node.attrs.align !== to ? { align: to } : null));
}

function eachBlock(change: (node: Node) => Attrs | null): Command {
    return (state, dispatch) => {
        const transaction = state.tr;
        state.doc.nodesBetween(state.selection.from, state.selection.to, (node, position) => {
            const attrs = node.isBlock ? change(node) : null;
            if (attrs) transaction.setNodeMarkup(position, null, { ...node.attrs, ...attrs });
        });
        if (!transaction.docChanged) return false;
        dispatch?.(transaction);
        return true;
    };
}

/** Sets attributes of the node at a position. */
export function setAttributes(position: number, attrs: Attrs): Command {
    return (state, dispatch) => {
        const node = state.doc.nodeAt(position);
        if (!node) return false;
        const isSelected = state.selection instanceof NodeSelection && state.selection.from === position;
        const transaction = state.tr.setNodeMarkup(position, null, { ...node.attrs, ...attrs });
        if (isSelected) transaction.setSelection(NodeSelection.create(transaction.doc, position));
        dispatch?.(transaction);
        return true;
    };
}

/** Puts a chip for that key at the caret. */
export function insertVariable(key: string, attrs: Attrs = {}): Command {
    return insertInline(type("variable").create({ key, ...attrs }));
}

/** Puts an inline node at the caret, in the marks that stand there. */
export function insertInline(node: Node): Command {
    return (state, dispatch) => {
        const { $from, from, to } = state.selection;
        const held = state.storedMarks ?? $from.marks();
        if (!$from.parent.inlineContent) return insertBlock(type("paragraph").create(null, node))(state, dispatch);
        dispatch?.(state.tr.replaceRangeWith(from, to, node.mark(held)).scrollIntoView());
        return true;
    };
}

/** Puts a block after the one with the caret, or in place of an empty paragraph, with the caret in its first text. */
export function insertBlock(node: Node): Command {
    return (state, dispatch) => {
        const { $from } = state.selection;
        const isEmpty = $from.parent.type.name === "paragraph" && $from.parent.content.size === 0;
        const depth = deepestThatTakes(state, node.type);
        if (depth < 0) return false;
        if (!dispatch) return true;
        const start = isEmpty && depth === $from.depth - 1 ? $from.before() : afterChild(state, depth);
        const end = isEmpty && depth === $from.depth - 1 ? $from.after() : start;
        const transaction = state.tr.replaceWith(start, end, node);
        dispatch(caretInto(transaction, start, node).scrollIntoView());
        return true;
    };
}

function deepestThatTakes(state: EditorState, wanted: NodeType): number {
    const { $from } = state.selection;
    for (let depth = $from.parent.isTextblock ? $from.depth - 1 : $from.depth; depth >= 0; depth--) {
        const index = $from.indexAfter(depth);
        if ($from.node(depth).canReplaceWith(index, index, wanted)) return depth;
    }
    return -1;
}

function afterChild(state: EditorState, depth: number): number {
    const { $from } = state.selection;
    return $from.depth > depth ? $from.after(depth + 1) : $from.pos;
}

/** The caret into the first part of what was put in; without text inside, the node itself is selected. */
export function caretInto(transaction: Transaction, start: number, node: Node): Transaction {
    if (node.isAtom) return transaction.setSelection(NodeSelection.create(transaction.doc, start));
    const found = Selection.findFrom(transaction.doc.resolve(start + 1), 1, true);
    return found ? transaction.setSelection(found) : transaction;
}

/** Removes the node at a position. */
export function remove(position: number): Command {
    return (state, dispatch) => {
        const node = state.doc.nodeAt(position);
        if (!node) return false;
        dispatch?.(state.tr.delete(position, position + node.nodeSize).scrollIntoView());
        return true;
    };
}

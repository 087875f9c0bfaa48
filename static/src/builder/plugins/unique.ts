/** Gives every signature field an id of its own, also after pasting a copy of one. */
import type { Node } from "prosemirror-model";
import { Plugin, type EditorState, type Transaction } from "prosemirror-state";

export function uniqueFields(): Plugin {
    return new Plugin({
        appendTransaction: (transactions, _before, state) =>
            transactions.some(({ docChanged }) => docChanged) ? withUniqueFields(state) : null,
    });
}

/** The change that renames doubles, the later one of each; null when there are none. */
export function withUniqueFields(state: EditorState): Transaction | null {
    const seen = new Set<string>();
    const doubles: [Node, number][] = [];
    state.doc.descendants((node, position) => {
        if (node.type.name !== "signatureField") return;
        const id = String(node.attrs.fieldId);
        if (seen.has(id)) doubles.push([node, position]);
        seen.add(id);
    });
    if (!doubles.length) return null;
    const transaction = state.tr;
    for (const [node, position] of doubles)
        transaction.setNodeMarkup(position, null, { ...node.attrs, fieldId: newFieldId() });
    return transaction;
}

/** A short random id for a field. */
export function newFieldId(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(6));
    return `f-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

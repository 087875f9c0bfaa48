/** Tells which variables came into the document or left it, by the user's hand. */
import type { Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";

/** How often each key stands in the document as a chip, barcode, image or table row. */
export function countKeys(document: Node): Map<string, number> {
    const counts = new Map<string, number>();
    const add = (key: unknown) => {
        if (typeof key === "string" && key) counts.set(key, (counts.get(key) ?? 0) + 1);
    };
    document.descendants(({ type, attrs }) => {
        if (type.name === "variable" || type.name === "barcode") add(attrs.key);
        if (type.name === "image") add(attrs.bind);
    });
    return counts;
}

/** The keys whose count went up, and those that are gone. */
export function compareKeys(
    before: Map<string, number>,
    after: Map<string, number>,
): { inserted: string[]; removed: string[] } {
    return {
        inserted: [...after].filter(([key, count]) => count > (before.get(key) ?? 0)).map(([key]) => key),
        removed: [...before.keys()].filter((key) => !after.has(key)),
    };
}

/** Calls back after changes; a document that is loaded, or an undone loading, says nothing. */
export function watchUses(tell: (change: { inserted: string[]; removed: string[] }) => void): Plugin {
    return new Plugin({
        view: () => ({
            update(view, before) {
                if (before.doc.eq(view.state.doc)) return;
                const change = compareKeys(countKeys(before.doc), countKeys(view.state.doc));
                if (change.inserted.length || change.removed.length) tell(change);
            },
        }),
    });
}

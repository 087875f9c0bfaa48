/** Keeps a place to type after a table or a box at the end of the document. */
import { Plugin } from "prosemirror-state";
import { type } from "../commands";

export function trailing(): Plugin {
    return new Plugin({
        appendTransaction: (transactions, _before, { doc, tr }) => {
            const last = doc.lastChild;
            if (!last || last.type.name === "paragraph" || last.type.name === "section") return null;
            const added = tr.insert(doc.content.size, type("paragraph").create());
            // After a mere click there is nothing that somebody would want to undo.
            return transactions.some(({ docChanged }) => docChanged) ? added : added.setMeta("addToHistory", false);
        },
    });
}

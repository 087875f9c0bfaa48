/** Says in an empty document, and in the empty line with the caret, what can be done there. */
import { Plugin } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

export function placeholder(words: { start: string; line: string }): Plugin {
    return new Plugin({
        props: {
            decorations({ doc, selection }) {
                const { $from, empty } = selection;
                const line = $from.parent;
                if (!empty || line.type.name !== "paragraph" || line.content.size > 0 || $from.depth < 1) return null;
                const isOnlyOne = doc.childCount === 1 && doc.firstChild === line;
                const attributes = {
                    class: "ck-placeholder",
                    "data-placeholder": isOnlyOne ? words.start : words.line,
                };
                return DecorationSet.create(doc, [Decoration.node($from.before(), $from.after(), attributes)]);
            },
        },
    });
}

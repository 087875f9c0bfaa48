/** Marks in the text what cannot print as it is. */
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type { Node } from "prosemirror-model";
import { problemsOf, type Problem } from "../problems";

interface Found {
    problems: Problem[];
    marks: DecorationSet;
}

const key = new PluginKey<Found>("lint");

export function lint(): Plugin<Found> {
    return new Plugin<Found>({
        key,
        state: {
            init: (_config, { doc }) => look(doc),
            apply: (transaction, before) => (transaction.docChanged ? look(transaction.doc) : before),
        },
        props: { decorations: (state) => key.getState(state)?.marks },
    });
}

/** The problems of the document as it is. */
export function problemsNow(state: EditorState): Problem[] {
    return key.getState(state)?.problems ?? [];
}

function look(document: Node): Found {
    const problems = problemsOf(document);
    const marks = problems
        .filter(({ kind }) => kind === "outside")
        .map(({ position }) => {
            const end = position + (document.nodeAt(position)?.nodeSize ?? 1);
            return Decoration.node(position, end, { class: "ck-lost" });
        });
    return { problems, marks: marks.length ? DecorationSet.create(document, marks) : DecorationSet.empty };
}

/** What the toolbar shows of the selection. */
import type { EditorState } from "prosemirror-state";
import { NodeSelection } from "prosemirror-state";

export interface Look {
    /** `paragraph`, or `heading1` to `heading4`. */
    block: string;
    align: string | null;
    list: string | null;
    marks: ReadonlySet<string>;
    font: string | null;
    size: number | null;
    color: string | null;
    background: string | null;
    isInTable: boolean;
    link: string | null;
}

/** The look of the selection's first piece of text. */
export function look(state: EditorState): Look {
    const { $from, empty } = state.selection;
    const node = state.selection instanceof NodeSelection ? state.selection.node : null;
    const after = empty ? null : $from.nodeAfter;
    const marks = node?.marks ?? (empty ? (state.storedMarks ?? $from.marks()) : (after?.marks ?? $from.marks()));
    const style = marks.find(({ type }) => type.name === "textStyle")?.attrs ?? {};
    const parent = $from.parent;
    const around = Array.from({ length: $from.depth }, (_, depth) => $from.node(depth + 1).type.name);
    const lists = around.filter((name) => name === "bulletList" || name === "orderedList");
    return {
        block: parent.type.name === "heading" ? `heading${String(parent.attrs.level)}` : "paragraph",
        align: ((node?.attrs.align ?? parent.attrs.align) as string | null | undefined) ?? null,
        list: lists.at(-1) ?? null,
        marks: new Set(marks.map(({ type }) => type.name)),
        font: (style.font as string | null | undefined) ?? null,
        size: (style.size as number | null | undefined) ?? null,
        color: (style.color as string | null | undefined) ?? null,
        background: (style.background as string | null | undefined) ?? null,
        isInTable: around.includes("table"),
        link: (marks.find(({ type }) => type.name === "link")?.attrs.href as string | undefined) ?? null,
    };
}

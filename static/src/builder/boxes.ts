/** What holds other blocks: tables, columns, repeated and conditional parts. */
import { wrapIn } from "prosemirror-commands";
import type { Node } from "prosemirror-model";
import type { Command } from "prosemirror-state";
import { caretInto, insertBlock, type } from "./commands";
import type { Condition } from "./conditions";

/** Widths are shares of the text's width; together these are near that of a page in pixels. */
const TABLE_WIDTH = 640;

/** A table of that size, its first row as header. */
export function insertTable(rows: number, columns: number): Command {
    const colwidth = [Math.round(TABLE_WIDTH / columns)];
    const row = (cellType: string) =>
        type("tableRow").create(
            null,
            Array.from({ length: columns }, () => type(cellType).createAndFill({ colwidth }) as Node),
        );
    const body = Array.from({ length: Math.max(rows - 1, 0) }, () => row("tableCell"));
    return insertBlock(type("table").create({ borders: "rows" }, [row("tableHeader"), ...body]));
}

/** So many columns side by side. */
export function insertColumns(count: number): Command {
    const column = () => type("column").createAndFill() as Node;
    return insertBlock(type("columns").create(null, Array.from({ length: count }, column)));
}

/** Wraps the selected blocks into a loop over a list. */
export function wrapInLoop(each: string): Command {
    return wrapIn(type("loop"), { each });
}

/** Makes the selected blocks depend on a condition. */
export function wrapInCondition(when: Condition): Command {
    return (state, dispatch) => {
        const range = state.selection.$from.blockRange(state.selection.$to);
        if (!range?.parent.canReplaceWith(range.startIndex, range.endIndex, type("condition"))) return false;
        if (!dispatch) return true;
        const then = type("conditionThen").create(
            null,
            range.parent.content.cut(
                range.start - range.$from.start(range.depth),
                range.end - range.$from.start(range.depth),
            ),
        );
        const made = type("condition").create({ when }, then);
        const transaction = state.tr.replaceWith(range.start, range.end, made);
        dispatch(caretInto(transaction, range.start, made).scrollIntoView());
        return true;
    };
}

/** Takes a box away and leaves what is in it; of a condition, what stands for "then". */
export function unwrap(position: number): Command {
    return (state, dispatch) => {
        const node = state.doc.nodeAt(position);
        if (!node) return false;
        const content = node.type.name === "condition" ? (node.firstChild?.content ?? node.content) : node.content;
        dispatch?.(state.tr.replaceWith(position, position + node.nodeSize, content));
        return true;
    };
}

/** Gives a condition its "else", or takes it away. */
export function toggleElse(position: number): Command {
    return (state, dispatch) => {
        const node = state.doc.nodeAt(position);
        const other = node?.maybeChild(1);
        if (node?.type.name !== "condition") return false;
        const end = position + node.nodeSize - 1;
        if (other) dispatch?.(state.tr.delete(end - other.nodeSize, end));
        else dispatch?.(state.tr.insert(end, type("conditionElse").createAndFill() as Node));
        return true;
    };
}

/** Dragging the line between two columns of a table: what one gains, the other gives; the table keeps its width. */
import type { Node } from "prosemirror-model";
import { Plugin, type EditorState, type Transaction } from "prosemirror-state";
import { findTable, TableMap } from "prosemirror-tables";
import type { EditorView } from "prosemirror-view";
import { widthsOf } from "../views/table";

const NEAR = 5;
const LEAST = 24;

/** A line between two columns, under the pointer. */
interface Line {
    table: HTMLTableElement;
    cell: HTMLElement;
    /** The column before the line. */
    column: number;
}

export function columnLines(): Plugin {
    return new Plugin({
        appendTransaction: (transactions, _before, state) =>
            transactions.some(({ docChanged }) => docChanged) ? evened(state) : null,
        props: {
            handleDOMEvents: {
                mousemove: (view, event) => {
                    if (event.buttons) return;
                    view.dom.style.cursor = view.editable && lineAt(view, event) ? "col-resize" : "";
                },
                mousedown: (view, event) => {
                    const line = view.editable && event.button === 0 ? lineAt(view, event) : null;
                    if (!line) return false;
                    event.preventDefault();
                    drag(view, line, event);
                    return true;
                },
            },
        },
    });
}

function lineAt(view: EditorView, event: MouseEvent): Line | null {
    const under = event.target instanceof Element ? event.target.closest<HTMLElement>("td, th") : null;
    const table = under?.closest("table");
    if (!under || !table || !view.dom.contains(table)) return null;
    const { left, right } = under.getBoundingClientRect();
    const isMirrored = getComputedStyle(table).direction === "rtl";
    const [atStart, atEnd] = [event.clientX - left < NEAR, right - event.clientX < NEAR];
    const isEnd = isMirrored ? atStart : atEnd;
    if (!atStart && !atEnd) return null;
    const cell = isEnd ? under : (under.previousElementSibling as HTMLElement | null);
    if (!cell) return null;
    const column = lastColumn(view, cell);
    return column >= 0 && column < table.querySelectorAll(":scope > colgroup > col").length - 1
        ? { table, cell, column }
        : null;
}

/** The last column that a cell covers. */
function lastColumn(view: EditorView, cell: HTMLElement): number {
    const position = view.posAtDOM(cell, 0) - 1;
    const $cell = view.state.doc.resolve(Math.max(position, 0));
    if ($cell.parent.type.name !== "tableRow" || !$cell.nodeAfter) return -1;
    const map = TableMap.get($cell.node(-1));
    return map.colCount($cell.pos - $cell.start(-1)) + Number($cell.nodeAfter.attrs.colspan) - 1;
}

function drag(view: EditorView, { table, cell, column }: Line, start: MouseEvent): void {
    const columns = [...table.querySelectorAll<HTMLElement>(":scope > colgroup > col")];
    const before = columns.map((element) => element.getBoundingClientRect().width);
    const sign = getComputedStyle(table).direction === "rtl" ? -1 : 1;
    let widths = before;
    const move = (event: MouseEvent) => {
        widths = shifted(before, column, sign * (event.clientX - start.clientX));
        const total = widths.reduce((sum, width) => sum + width, 0);
        columns.forEach((element, index) => (element.style.width = `${String((100 * (widths[index] ?? 0)) / total)}%`));
    };
    const stop = () => {
        window.removeEventListener("mousemove", move);
        window.removeEventListener("mouseup", stop);
        const found = findTable(view.state.doc.resolve(view.posAtDOM(cell, 0)));
        if (widths !== before && found)
            view.dispatch(withWidths(view.state.tr, found.node, found.pos, widths.map(Math.round)));
    };
    window.addEventListener("mousemove", move);
    window.addEventListener("mouseup", stop);
}

/** The widths after the line behind a column was moved that far; no column gets narrower than can be hit. */
export function shifted(widths: number[], column: number, by: number): number[] {
    const [one = 0, other = 0] = [widths[column], widths[column + 1]];
    const room = Math.min(Math.max(by, Math.min(LEAST - one, 0)), Math.max(other - LEAST, 0));
    return widths.map((width, index) => (index === column ? one + room : index === column + 1 ? other - room : width));
}

/** Writes the widths of all columns into the cells of a table. */
export function withWidths(transaction: Transaction, table: Node, position: number, widths: number[]): Transaction {
    const map = TableMap.get(table);
    for (const offset of new Set(map.map)) {
        const cell = table.nodeAt(offset);
        if (!cell) continue;
        const first = map.colCount(offset);
        const colwidth = widths.slice(first, first + Number(cell.attrs.colspan));
        transaction.setNodeMarkup(position + 1 + offset, null, { ...cell.attrs, colwidth });
    }
    return transaction;
}

/** A column that was put in takes a fair share: widths are printed only when every column has one. */
function evened(state: EditorState): Transaction | null {
    const found = findTable(state.selection.$from);
    if (!found) return null;
    const widths = widthsOf(found.node);
    const known = widths.filter((width) => width > 0);
    if (!known.length || known.length === widths.length) return null;
    const share = Math.round(known.reduce((sum, width) => sum + width, 0) / known.length);
    const filled = widths.map((width) => width || share);
    return withWidths(state.tr, found.node, found.pos, filled);
}

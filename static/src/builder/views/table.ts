/** A table in the editing area: the width of the text as in print, its columns in shares of it. */
import type { Node } from "prosemirror-model";
import type { NodeView, ViewMutationRecord } from "prosemirror-view";
import { element } from "../../lib/dom";
import { tableClass } from "../../schema/shown";

export class TableView implements NodeView {
    readonly dom: HTMLElement;
    readonly contentDOM: HTMLElement;
    private readonly table = element("table");
    /** The name is what the plugin that resizes columns looks for while a border is dragged. */
    private readonly colgroup = element("colgroup");

    constructor(private node: Node) {
        this.contentDOM = element("tbody");
        this.table.append(this.colgroup, this.contentDOM);
        this.dom = element("div", { class: "tableWrapper" }, this.table);
        this.draw();
    }

    update(node: Node): boolean {
        if (node.type !== this.node.type) return false;
        const isSame = node.attrs === this.node.attrs && node.firstChild === this.node.firstChild;
        this.node = node;
        if (!isSame) this.draw();
        return true;
    }

    ignoreMutation(mutation: ViewMutationRecord): boolean {
        return (
            mutation.type === "attributes" &&
            (mutation.target === this.table || this.colgroup.contains(mutation.target))
        );
    }

    private draw(): void {
        const widths = widthsOf(this.node);
        const total = widths.reduce((sum, width) => sum + width, 0);
        const areAll = widths.every((width) => width > 0);
        this.table.className = tableClass(this.node);
        // What a drag has left there; in print a table is always as wide as its place.
        this.table.style.width = "";
        this.table.style.minWidth = "";
        // The same widths, without measuring every cell at each key press.
        this.table.style.tableLayout = areAll ? "fixed" : "";
        this.colgroup.replaceChildren(
            ...widths.map((width) => {
                const column = element("col");
                if (areAll) column.style.width = `${String((100 * width) / total)}%`;
                return column;
            }),
        );
    }
}

/** The width of every column in pixels as the first row's cells keep them; 0 is not set. */
export function widthsOf(table: Node): number[] {
    return (table.firstChild?.children ?? []).flatMap(({ attrs }) => {
        const widths = attrs.colwidth as number[] | null;
        return Array.from({ length: Number(attrs.colspan) }, (_, index) => widths?.[index] ?? 0);
    });
}

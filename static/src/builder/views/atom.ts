/** Pictures, fields, codes and charts: as they will print where that is known, else a box of their size. */
import type { Node } from "prosemirror-model";
import type { NodeView } from "prosemirror-view";
import { element } from "../../lib/dom";
import { DRAWINGS } from "./drawings";

/** What the drawings ask their surroundings. */
export interface AtomContext {
    words(node: Node): string;
    /** The address of an uploaded picture. */
    asset(id: string): Promise<string>;
    /** The headings of the document, for a table of contents. */
    headings(): { level: number; text: string }[];
    watch(node: Node, redraw: () => void): () => void;
}

export class AtomView implements NodeView {
    readonly dom: HTMLElement;
    private readonly unwatch: () => void;

    constructor(
        private node: Node,
        private readonly context: AtomContext,
    ) {
        const name = node.type.name;
        this.dom = element(node.isInline ? "span" : "div", {
            class: `ck-atom ck-atom--${name}`,
            contenteditable: "false",
        });
        this.unwatch = context.watch(node, () => this.draw());
        this.draw();
    }

    update(node: Node): boolean {
        if (node.type !== this.node.type) return false;
        const isSame = node.attrs === this.node.attrs;
        this.node = node;
        if (!isSame) this.draw();
        return true;
    }

    ignoreMutation(): boolean {
        return true;
    }

    destroy(): void {
        this.unwatch();
    }

    private draw(): void {
        const { align } = this.node.attrs;
        this.dom.dataset.align = typeof align === "string" ? align : "";
        DRAWINGS[this.node.type.name]?.(this.node, this.dom, this.context);
    }
}

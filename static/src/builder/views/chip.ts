/** A variable in the text: its label, or the value that the preview has for it. */
import type { Node } from "prosemirror-model";
import type { NodeView } from "prosemirror-view";
import { element } from "../../lib/dom";

/** What a chip asks its surroundings. */
export interface ChipContext {
    label(key: string): string;
    /** The value to show in place of the label, formatted, or null. */
    value(node: Node): string | null;
    isKnown(key: string): boolean;
    /** Calls back when labels or values changed; a transaction would land in the undo history. */
    watch(redraw: () => void): () => void;
}

const AGGREGATES: Record<string, string> = { sum: "Σ", count: "#", avg: "Ø", min: "min", max: "max" };

export class ChipView implements NodeView {
    readonly dom = element("span", { class: "ck-chip", contenteditable: "false" });
    private readonly unwatch: () => void;

    constructor(
        private node: Node,
        private readonly context: ChipContext,
    ) {
        this.unwatch = context.watch(() => this.draw());
        this.draw();
    }

    update(node: Node): boolean {
        if (node.type !== this.node.type) return false;
        this.node = node;
        this.draw();
        return true;
    }

    ignoreMutation(): boolean {
        return true;
    }

    destroy(): void {
        this.unwatch();
    }

    private draw(): void {
        const key = String(this.node.attrs.key);
        const value = this.context.value(this.node);
        const aggregate = AGGREGATES[String(this.node.attrs.agg)] ?? "";
        const label = [aggregate, this.context.label(key)].filter(Boolean).join(" ");
        this.dom.textContent = value ?? label;
        this.dom.classList.toggle("ck-chip--value", value !== null);
        this.dom.classList.toggle("ck-chip--unknown", !this.context.isKnown(key));
        this.dom.title = key;
        this.dom.setAttribute("aria-label", `Variable ${label}`);
    }
}

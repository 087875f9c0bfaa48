/** A visible box around blocks that repeat or depend on something, with its meaning in plain words on top. */
import type { Node } from "prosemirror-model";
import type { EditorView, NodeView, ViewMutationRecord } from "prosemirror-view";
import { element } from "../../lib/dom";

/** What a box says on its handle, and what happens when the handle is pressed. */
export interface BoxContext {
    words(node: Node): string;
    open(position: number): void;
    watch(redraw: () => void): () => void;
}

export class BoxView implements NodeView {
    readonly dom: HTMLElement;
    readonly contentDOM: HTMLElement;
    private readonly handle: HTMLButtonElement;
    private readonly unwatch: () => void;

    constructor(
        private node: Node,
        view: EditorView,
        private readonly position: () => number | undefined,
        private readonly context: BoxContext,
    ) {
        this.handle = element("button", { type: "button", class: "ck-box__handle", contenteditable: "false" });
        this.contentDOM = element("div", { class: "ck-box__content" });
        this.dom = element("div", { class: `ck-box ck-box--${node.type.name}` }, this.handle, this.contentDOM);
        this.handle.addEventListener("mousedown", (event) => event.preventDefault());
        this.handle.addEventListener("click", () => this.open(view));
        this.unwatch = context.watch(() => this.draw());
        this.draw();
    }

    update(node: Node): boolean {
        if (node.type !== this.node.type) return false;
        this.node = node;
        this.draw();
        return true;
    }

    /** Only what happens to the content is the editor's business; else a new label would reset the selection. */
    ignoreMutation(mutation: ViewMutationRecord): boolean {
        return mutation.type !== "selection" && !this.contentDOM.contains(mutation.target);
    }

    stopEvent(event: Event): boolean {
        return event.target instanceof globalThis.Node && this.handle.contains(event.target);
    }

    destroy(): void {
        this.unwatch();
    }

    private open(view: EditorView): void {
        const position = this.position();
        if (position !== undefined && view.editable) this.context.open(position);
    }

    private draw(): void {
        this.handle.textContent = this.context.words(this.node);
    }
}

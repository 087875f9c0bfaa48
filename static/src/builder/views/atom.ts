/** Pictures, fields, codes and charts: a labelled box of the size that it will have in print. */
import type { Node } from "prosemirror-model";
import type { NodeView } from "prosemirror-view";
import { element, icon } from "../../lib/dom";
import { definition } from "../../schema/definition";

const ICONS: Record<string, string> = {
    image: "image",
    signatureField: "signature",
    barcode: "qr-code",
    chart: "chart-column",
    toc: "table-of-contents",
    pageBreak: "separator-horizontal",
};

export class AtomView implements NodeView {
    readonly dom: HTMLElement;

    constructor(
        private node: Node,
        private readonly words: (node: Node) => string,
    ) {
        const name = node.type.name;
        this.dom = element(node.isInline ? "span" : "div", {
            class: `ck-atom ck-atom--${name}`,
            contenteditable: "false",
        });
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

    private draw(): void {
        const [width, height] = sizeOf(this.node);
        this.dom.replaceChildren(icon(ICONS[this.node.type.name] ?? "square"), ` ${this.words(this.node)}`);
        this.dom.style.width = width ? `${String(width)}mm` : "";
        this.dom.style.height = height ? `${String(height)}mm` : "";
        const { align } = this.node.attrs;
        this.dom.dataset.align = typeof align === "string" ? align : "";
    }
}

/** Width and height in millimetres, where the node or the definition gives them. */
function sizeOf({ type, attrs }: Node): [number | null, number | null] {
    const kind = type.name === "signatureField" ? definition.fieldSizes[String(attrs.kind)] : undefined;
    if (type.name === "barcode" && attrs.kind === "qr") {
        const size = (attrs.size as number | null) ?? 25;
        return [size, size];
    }
    const width = (attrs.width as number | null | undefined) ?? kind?.[0] ?? null;
    return [width, (attrs.height as number | null | undefined) ?? kind?.[1] ?? null];
}

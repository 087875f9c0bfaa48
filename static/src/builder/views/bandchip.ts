/** A variable or a page number in a header or footer. */
import type { Node } from "prosemirror-model";
import type { NodeView } from "prosemirror-view";
import { element } from "../../lib/dom";
import { t } from "../../lib/i18n";

export class BandChip implements NodeView {
    readonly dom: HTMLElement;

    constructor(node: Node, label: (key: string) => string) {
        const isNumber = node.type.name === "pageNumber";
        const number = node.attrs.kind === "pages" ? t("pages") : t("page");
        const words = isNumber ? `# ${number}` : label(String(node.attrs.key));
        this.dom = element("span", { class: "ck-chip", contenteditable: "false" }, words);
    }

    ignoreMutation(): boolean {
        return true;
    }
}

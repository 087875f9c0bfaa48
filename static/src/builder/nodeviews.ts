/** Which node is drawn by which view, and what those views ask the store. */
import { effect } from "@preact/signals";
import type { Node } from "prosemirror-model";
import type { NodeViewConstructor } from "prosemirror-view";
import { NodeSelection } from "prosemirror-state";
import { t } from "../lib/i18n";
import { inWords, type Condition } from "./conditions";
import { previewValue } from "./previewvalues";
import type { Store } from "./state";
import { AtomView, type AtomContext } from "./views/atom";
import { BoxView, type BoxContext } from "./views/box";
import { ChipView, type ChipContext } from "./views/chip";
import { TableView } from "./views/table";

const BOXES = ["loop", "condition", "conditionThen", "conditionElse", "keepTogether", "section"];
const ATOMS = ["image", "signatureField", "barcode", "chart", "toc", "pageBreak"];

export function nodeViews(store: Store): Record<string, NodeViewConstructor> {
    const chips: ChipContext = {
        label: (key) => store.directory.value.field(key).label,
        value: (node) => (store.session.mode === "view" ? previewValue(node, store) : null),
        isKnown: (key) => store.directory.value.knows(key),
        watch: (redraw) => watch(store, redraw),
    };
    const boxes: BoxContext = {
        words: (node) => boxWords(node, store),
        open: (position) => select(store, position),
        watch: (redraw) => watch(store, redraw),
    };
    const box: NodeViewConstructor = (node, view, position) => new BoxView(node, view, position, boxes);
    const atoms: AtomContext = {
        words: (node) => atomWords(node, store),
        asset: (id) => store.asset(id),
        headings: () => headings(store.now().doc),
        watch: (node, redraw) => (node.type.name === "toc" ? effect(redraw) : watch(store, redraw)),
    };
    const atom: NodeViewConstructor = (node) => new AtomView(node, atoms);
    return {
        table: (node) => new TableView(node),
        variable: (node) => new ChipView(node, chips),
        ...Object.fromEntries(BOXES.map((name) => [name, box])),
        ...Object.fromEntries(ATOMS.map((name) => [name, atom])),
    };
}

/** Draws again when variables or values changed. */
function watch(store: Store, redraw: () => void): () => void {
    return effect(() => {
        void store.directory.value;
        void store.sampleData.value;
        void store.hostData.value;
        redraw();
    });
}

/** What a table of contents lists: headings with their words, those within boxes too. */
function headings(document: Node): { level: number; text: string }[] {
    const found: { level: number; text: string }[] = [];
    document.descendants((node) => {
        if (node.type.name === "heading") found.push({ level: Number(node.attrs.level), text: node.textContent });
        return !node.isTextblock && node.type.name !== "table";
    });
    return found;
}

function select(store: Store, position: number): void {
    const { view } = store;
    view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, position)));
    store.side.value = "inspector";
}

function boxWords(node: Node, store: Store): string {
    const label = (key: string) => store.directory.value.field(key).label;
    switch (node.type.name) {
        case "loop":
            return t("For each of {list}", {
                list: store.directory.value.list(String(node.attrs.each))?.label ?? String(node.attrs.each),
            });
        case "condition":
            return t("Only if {condition}", { condition: inWords(node.attrs.when as Condition, label, t) });
        case "conditionThen":
            return t("then");
        case "conditionElse":
            return t("otherwise");
        case "section":
            return t("Pages of their own");
        default:
            return t("Kept together");
    }
}

function atomWords(node: Node, store: Store): string {
    const { attrs } = node;
    switch (node.type.name) {
        case "image":
            return attrs.bind
                ? store.directory.value.field(String(attrs.bind)).label
                : String(attrs.alt || t("Choose a picture in the settings"));
        case "signatureField":
            return String(attrs.label ?? store.envelope.value.roles.find(({ key }) => key === attrs.role)?.label ?? "");
        case "barcode":
            return attrs.key ? store.directory.value.field(String(attrs.key)).label : String(attrs.value ?? "");
        case "chart":
            return String(attrs.title ?? t("Chart"));
        case "toc":
            return t("Table of contents");
        default:
            return t("New page");
    }
}

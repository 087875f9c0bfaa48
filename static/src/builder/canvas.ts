/** The editing area: an editor view over the body, with its plugins and node views. */
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import type { Node } from "prosemirror-model";
import { search } from "prosemirror-search";
import { EditorState, type Command, type Plugin, type Transaction } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView, type NodeViewConstructor } from "prosemirror-view";
import { typingRules } from "./inputrules";
import { keys } from "./keymap";
import { columnLines } from "./plugins/columns";
import { placeholder } from "./plugins/placeholder";
import { suggest, type SuggestMenu } from "./plugins/suggest";
import { trailing } from "./plugins/trailing";
import { uniqueFields, withUniqueFields } from "./plugins/unique";
import { watchUses } from "./plugins/uses";

/** What the editing area needs from the rest of the builder. */
export interface CanvasHost {
    isEditable(): boolean;
    /** After every transaction, whether it changed the document or only the selection. */
    changed(transaction: Transaction): void;
    usesChanged(change: { inserted: string[]; removed: string[] }): void;
    menu: SuggestMenu;
    nodeViews: Record<string, NodeViewConstructor>;
    keys: Record<string, Command>;
    words: { label: string; start: string; line: string };
    plugins: Plugin[];
}

/** An editor over that document, in that element. */
export function makeCanvas(place: HTMLElement, document: Node, host: CanvasHost): EditorView {
    const view: EditorView = new EditorView(place, {
        state: freshState(document, host),
        editable: () => host.isEditable(),
        nodeViews: host.nodeViews,
        attributes: {
            class: "ck-doc ck-canvas__doc",
            role: "textbox",
            "aria-multiline": "true",
            "aria-label": host.words.label,
            spellcheck: "true",
        },
        dispatchTransaction(transaction) {
            view.updateState(view.state.apply(transaction));
            host.changed(transaction);
        },
    });
    return view;
}

/** Opens another document: no undo leads back to the one before. */
export function replaceDocument(view: EditorView, document: Node, host: CanvasHost): void {
    view.updateState(freshState(document, host));
}

function freshState(document: Node, host: CanvasHost): EditorState {
    const state = EditorState.create({ doc: document, plugins: plugins(host) });
    const mended = withUniqueFields(state);
    return mended ? EditorState.create({ doc: mended.doc, plugins: state.plugins }) : state;
}

function plugins(host: CanvasHost): Plugin[] {
    return [
        suggest(host.menu),
        typingRules(),
        ...keys(host.keys),
        history(),
        dropCursor({ class: "ck-drop" }),
        gapCursor(),
        columnLines(),
        tableEditing(),
        search(),
        trailing(),
        uniqueFields(),
        placeholder(host.words),
        watchUses((change) => host.usesChanged(change)),
        ...host.plugins,
    ];
}

/** Makes the editing area and ties it to the store. */
import { selectParentNode } from "prosemirror-commands";
import { t } from "../lib/i18n";
import { NodeSelection, type Command } from "prosemirror-state";
import { readBody } from "../schema/content";
import { makeCanvas, type CanvasHost } from "./canvas";
import { clearFormatting, duplicate, moveBlock } from "./edit";
import { nodeViews } from "./nodeviews";
import { lint } from "./plugins/lint";
import { pasting } from "./plugins/pasting";
import type { SuggestMenu } from "./plugins/suggest";
import type { Store } from "./state";

/** The document in place; what happens in it is told to the store and to the host. */
export function tie(store: Store, menu: SuggestMenu, tell: (event: string, payload: unknown) => void): void {
    const host: CanvasHost = {
        isEditable: () => store.isEditable,
        changed: ({ docChanged, selectionSet, selection }) => {
            store.changed();
            // Who clicks a chip or a picture wants its settings, also where the versions were.
            if (selectionSet && selection instanceof NodeSelection && store.side.peek() === "versions")
                store.side.value = "inspector";
            if (docChanged) store.touch();
        },
        usesChanged: ({ inserted, removed }) => {
            for (const key of inserted) {
                const { type, source } = store.directory.value.field(key);
                tell("variable.inserted", { key, type, source });
            }
            for (const key of removed) tell("variable.removed", { key });
        },
        menu,
        nodeViews: nodeViews(store),
        keys: keysOf(store),
        words: {
            label: t("Document"),
            start: t("Start writing, or type / for tables, pictures and more, {{ for variables"),
            line: t("Type / to insert, {{ for a variable"),
        },
        plugins: [lint(), pasting({ upload: (file) => store.upload(file), say: (word) => store.say(word) })],
    };
    store.host = host;
    const blank = readBody({ type: "doc", content: [{ type: "paragraph" }] });
    store.view = makeCanvas(document.createElement("div"), blank, host);
}

/** Keys that reach out of the text. */
function keysOf(store: Store): Record<string, Command> {
    const show = (open: () => void): Command => {
        return (_state, dispatch) => {
            if (dispatch) open();
            return true;
        };
    };
    return {
        "Mod-k": show(() => (store.isLinking.value = true)),
        "Mod-f": show(() => store.find()),
        "Mod-\\": clearFormatting,
        "Mod-d": duplicate,
        "Alt-ArrowUp": moveBlock(-1),
        "Alt-ArrowDown": moveBlock(1),
        "Alt-F10": show(() => document.querySelector<HTMLElement>(".ck-toolbar [tabindex='0']")?.focus()),
        Escape: selectParentNode,
    };
}

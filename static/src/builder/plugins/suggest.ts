/** A menu at the caret: `/` for what can be put in, `{{` for variables. The menu itself is drawn elsewhere. */
import { Plugin, PluginKey, TextSelection, type EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";

export interface Suggestion {
    kind: "insert" | "variable";
    typed: string;
    from: number;
    to: number;
}

/** What draws the menu: it hears of every change and may take keys. */
export interface SuggestMenu {
    show(suggestion: Suggestion, view: EditorView): void;
    hide(): void;
    /** Whether the key was for the menu. */
    press(event: KeyboardEvent): boolean;
}

const TRIGGERS: [Suggestion["kind"], RegExp][] = [
    ["variable", /\{\{\s*([^{}]{0,60})$/],
    ["insert", /(?:^|\s)\/(\w{0,30})$/],
];
const key = new PluginKey<Suggestion | null>("suggest");

export function suggest(menu: SuggestMenu): Plugin<Suggestion | null> {
    let dismissed = -1;
    return new Plugin<Suggestion | null>({
        key,
        state: { init: () => null, apply: (_transaction, _value, _before, state) => findSuggestion(state) },
        props: {
            handleKeyDown(view, event) {
                const suggestion = key.getState(view.state);
                if (!suggestion || suggestion.from === dismissed) return false;
                if (event.key === "Escape") {
                    dismissed = suggestion.from;
                    menu.hide();
                    return true;
                }
                return menu.press(event);
            },
        },
        view: () => ({
            update(view) {
                const suggestion = key.getState(view.state) ?? null;
                if (!suggestion) dismissed = -1;
                if (suggestion && suggestion.from !== dismissed && view.editable) menu.show(suggestion, view);
                else menu.hide();
            },
            destroy: () => menu.hide(),
        }),
    });
}

/** What stands before the caret, if it asks for a menu. */
export function findSuggestion({ selection }: EditorState): Suggestion | null {
    if (!(selection instanceof TextSelection) || !selection.empty) return null;
    const { $from } = selection;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 80), $from.parentOffset, "\n", "\ufffc");
    for (const [kind, pattern] of TRIGGERS) {
        const match = pattern.exec(before);
        if (!match) continue;
        const length = match[0].replace(/^\s/, "").length;
        return { kind, typed: match[1] ?? "", from: $from.pos - length, to: $from.pos };
    }
    return null;
}

/** The source editor: CodeMirror in a shadow root, where its styles need no permission of the page's policy. */
import { autocompletion, closeBrackets, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { css } from "@codemirror/lang-css";
import { html } from "@codemirror/lang-html";
import { bracketMatching, defaultHighlightStyle, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { linter, lintGutter, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { diagnosticsOf } from "./faults";

export type Language = "html" | "css";

/** A variable or a list that can be written in braces. */
export interface Word {
    key: string;
    label: string;
    isList: boolean;
}

interface Options {
    language: Language;
    text: string;
    label: string;
    isEditable: boolean;
    words: () => Word[];
    changed: (text: string) => void;
}

export interface SourceEditor {
    insert(text: string): void;
    show(messages: readonly string[]): void;
    focus(): void;
    destroy(): void;
}

/** Puts an editor into the element. */
export function makeEditor(host: HTMLElement, options: Options): SourceEditor {
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    const place = document.createElement("div");
    place.style.height = "100%";
    root.replaceChildren(place);
    const view = new EditorView({ root, parent: place, state: startOf(options) });
    return {
        insert: (text) => {
            view.dispatch(view.state.replaceSelection(text));
            view.focus();
        },
        show: (messages) => view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, messages))),
        focus: () => view.focus(),
        destroy: () => view.destroy(),
    };
}

function startOf({ language, text, label, isEditable, words, changed }: Options): EditorState {
    // one object for good: completions are told apart by it
    const data = language === "html" ? [{ autocomplete: complete(words) }] : [];
    return EditorState.create({
        doc: text,
        extensions: [
            lineNumbers(),
            lintGutter(),
            linter(null),
            history(),
            drawSelection(),
            indentOnInput(),
            bracketMatching(),
            closeBrackets(),
            highlightActiveLine(),
            highlightSelectionMatches(),
            syntaxHighlighting(defaultHighlightStyle),
            autocompletion(),
            language === "html" ? html() : css(),
            EditorState.languageData.of(() => data),
            EditorState.readOnly.of(!isEditable),
            EditorView.editable.of(isEditable),
            EditorView.lineWrapping,
            EditorView.contentAttributes.of({ "aria-label": label }),
            EditorView.updateListener.of((update) => update.docChanged && changed(update.state.doc.toString())),
            keymap.of([...searchKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
            LOOK,
        ],
    });
}

const LOOK = EditorView.theme({
    "&": { height: "100%", fontSize: "13px", color: "#18181b", backgroundColor: "#fff" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
    ".cm-gutters": { backgroundColor: "#fafafa", color: "#71717a", border: "none" },
    ".cm-activeLine": { backgroundColor: "#f4f4f566" },
});

/** After two braces: every variable of the catalog, and lists to go through. */
function complete(words: () => Word[]): (context: CompletionContext) => CompletionResult | null {
    return (context) => {
        const typed = context.matchBefore(/\{\{[\w.[\]#/ ]*/);
        if (!typed) return null;
        const end = context.state.sliceDoc(context.pos, context.pos + 2) === "}}" ? "" : "}}";
        return {
            from: typed.from + 2,
            options: words().map(({ key, label, isList }) => ({
                label: isList ? `#each ${key}` : key,
                detail: label,
                type: isList ? "keyword" : "variable",
                apply: isList ? `#each ${key}}}\n\n{{/each${end || "}}"}` : key + end,
            })),
            validFor: /^[\w.[\]# ]*$/,
        };
    };
}

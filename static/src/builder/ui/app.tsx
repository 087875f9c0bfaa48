/** The builder's page: bars on top, the sheet in the middle, panels at the sides. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { readBody } from "../../schema/content";
import type { Actions } from "../actions";
import { makeCanvas, type CanvasHost } from "../canvas";
import { nodeViews } from "../nodeviews";
import { pageStyle } from "../sheet";
import type { Store } from "../state";
import { Confirm } from "./confirm";
import { Inspector } from "./inspector";
import { Suggestions, SuggestionMenu } from "./suggestions";
import { Toolbar } from "./toolbar";
import { TopBar } from "./topbar";
import { Variables } from "./variables";

interface Props {
    store: Store;
    actions: Actions;
    menu: Suggestions;
}

export function App({ store, actions, menu }: Props) {
    return (
        <div class="ck-builder">
            <TopBar store={store} actions={actions} />
            <Toolbar store={store} />
            <div class="ck-workspace">
                {store.isEditable && (
                    <aside class="ck-side ck-side--start" aria-label={t("Variables")}>
                        <Variables store={store} />
                    </aside>
                )}
                <Sheet store={store} />
                {store.isEditable && (
                    <aside class="ck-side ck-side--end" aria-label={t("Settings")}>
                        <Inspector store={store} />
                    </aside>
                )}
            </div>
            <SuggestionMenu menu={menu} />
            <Confirm actions={actions} />
            <p class="ck-word" role="status" aria-live="polite">
                {actions.word.value}
            </p>
        </div>
    );
}

/** The paper with the editing area; ProseMirror owns what is in it. */
function Sheet({ store }: { store: Store }) {
    const place = useRef<HTMLDivElement>(null);
    useEffect(() => {
        place.current?.append(store.view.dom);
    }, [store]);
    return (
        <main class="ck-desk">
            <div ref={place} class="ck-sheet" style={pageStyle(store.envelope.value)} />
        </main>
    );
}

/** Makes the editing area and ties it to the store. */
export function tie(store: Store, menu: Suggestions, tell: (event: string, payload: unknown) => void): void {
    const host: CanvasHost = {
        isEditable: () => store.isEditable,
        changed: ({ docChanged }) => {
            store.tick.value++;
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
        keys: {},
        words: {
            label: t("Document"),
            start: t("Start writing, or type / for tables, pictures and more, {{ for variables"),
            line: t("Type / to insert, {{ for a variable"),
        },
        plugins: [],
    };
    store.host = host;
    const blank = readBody({ type: "doc", content: [{ type: "paragraph" }] });
    store.view = makeCanvas(document.createElement("div"), blank, host);
}

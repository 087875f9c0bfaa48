/** The builder's page: bars on top, the sheet in the middle, panels at the sides. */
import { t } from "../../lib/i18n";
import { readBody } from "../../schema/content";
import type { Actions } from "../actions";
import { makeCanvas, type CanvasHost } from "../canvas";
import { nodeViews } from "../nodeviews";
import type { Store } from "../state";
import type { Preview } from "../preview";
import type { Versions } from "../versions";
import { Confirm } from "./confirm";
import { DataPanel } from "./datapanel";
import { Inspector } from "./inspector";
import { PagePanel } from "./pagepanel";
import { PreviewPane } from "./previewpane";
import { PublishDialog } from "./publish";
import { Sheet } from "./sheet";
import { Suggestions, SuggestionMenu } from "./suggestions";
import { Toolbar } from "./toolbar";
import { TopBar } from "./topbar";
import { Variables } from "./variables";
import { VersionsPanel } from "./versionspanel";

/** Everything that the parts of the page talk to. */
export interface Desk {
    store: Store;
    actions: Actions;
    menu: Suggestions;
    preview: Preview;
    versions: Versions;
    /** Where the PDF viewer and its worker are. */
    viewer: string;
    worker: string;
}

export function App(desk: Desk) {
    const { store, actions, menu } = desk;
    return (
        <div class="ck-builder">
            <TopBar store={store} actions={actions} />
            <Toolbar store={store} />
            <div class="ck-workspace">
                <StartSide store={store} />
                <Sheet store={store} />
                <EndSide {...desk} />
            </div>
            <SuggestionMenu menu={menu} />
            <Confirm actions={actions} />
            <PublishDialog {...desk} />
            <p class="ck-word" role="status" aria-live="polite">
                {actions.word.value}
            </p>
        </div>
    );
}

/** What can be put in, page set-up, and sample data. */
function StartSide({ store }: { store: Store }) {
    if (!store.isEditable) return null;
    const side = store.side.value;
    const shown = side === "page" || side === "data" ? side : "variables";
    return (
        <aside class="ck-side ck-side--start" aria-label={t("Tools")}>
            <div class="ck-tabs" role="tablist">
                {(["variables", "page", "data"] as const).map((name) => (
                    <button
                        key={name}
                        type="button"
                        role="tab"
                        class="ck-tab"
                        aria-selected={shown === name}
                        onClick={() => (store.side.value = name)}
                    >
                        {t(TABS[name])}
                    </button>
                ))}
            </div>
            {shown === "variables" && <Variables store={store} />}
            {shown === "page" && <PagePanel key={store.template.value.id} store={store} />}
            {shown === "data" && <DataPanel store={store} />}
        </aside>
    );
}

const TABS = { variables: "Variables", page: "Page", data: "Sample data" };

/** The preview, the versions, or the settings of what is selected. */
function EndSide({ store, actions, preview, versions, viewer, worker }: Desk) {
    if (store.isPreviewOpen.value) {
        const close = () => (store.isPreviewOpen.value = false);
        return <PreviewPane preview={preview} viewer={viewer} worker={worker} close={close} />;
    }
    if (!store.isEditable) return null;
    return (
        <aside class="ck-side ck-side--end" aria-label={t("Settings")}>
            {store.side.value === "versions" ? (
                <VersionsPanel store={store} actions={actions} versions={versions} viewer={viewer} worker={worker} />
            ) : (
                <Inspector store={store} />
            )}
        </aside>
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

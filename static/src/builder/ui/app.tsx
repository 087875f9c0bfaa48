/** The builder's page: bars on top, the sheet in the middle, panels at the sides. */
import { useEffect } from "preact/hooks";
import type { Actions } from "../actions";
import type { Documents } from "../documents";
import type { Store } from "../state";
import type { Preview } from "../preview";
import type { Versions } from "../versions";
import { Confirm } from "./confirm";
import { later } from "./later";
import { ProblemCount } from "./problems";
import { cycleRegions } from "./rove";
import { Sheet } from "./sheet";
import { Dock, EndSide, StartSide } from "./sides";
import { Suggestions, SuggestionMenu } from "./suggestions";
import { TableBar } from "./tablebar";
import { Toolbar } from "./toolbar";
import { TopBar } from "./topbar";

const FindBar = later(async () => (await import("./rooms")).FindBar);
const LinkDialog = later(async () => (await import("./rooms")).LinkDialog);
const PublishDialog = later(async () => (await import("./rooms")).PublishDialog);

/** Everything that the parts of the page talk to. */
export interface Desk {
    store: Store;
    actions: Actions;
    menu: Suggestions;
    preview: Preview;
    versions: Versions;
    documents: Documents;
    /** Where the PDF viewer and its worker are. */
    viewer: string;
    worker: string;
}

export function App(desk: Desk) {
    const { store, actions, menu } = desk;
    // Fetched while nothing else happens, so that panels and dialogs open at once; what fails is tried again when it is opened.
    useEffect(() => {
        const timer = setTimeout(() => void import("./rooms").catch(() => undefined), 1500);
        return () => clearTimeout(timer);
    }, []);
    return (
        <div class="ck-builder" data-drawer={store.drawer.value} onKeyDown={(event) => keyed(event, store)}>
            <TopBar {...desk} />
            <Toolbar store={store} />
            <div class="ck-workspace">
                <StartSide store={store} />
                <main class="ck-stage">
                    <div class="ck-desk">
                        <Sheet store={store} />
                    </div>
                    {store.isFinding.value && <FindBar store={store} />}
                    <TableBar store={store} />
                    <ProblemCount store={store} />
                </main>
                <EndSide {...desk} />
            </div>
            <Dock store={store} />
            <SuggestionMenu menu={menu} />
            <Confirm actions={actions} />
            {store.isLinking.value && <LinkDialog store={store} />}
            {actions.isPublishing.value && <PublishDialog {...desk} />}
            <p class="ck-word" role="status" aria-live="polite">
                {store.word.value}
            </p>
            <p class="visually-hidden" role="status" aria-live="polite">
                {store.spoken.value}
            </p>
        </div>
    );
}

/** Keys that mean the same wherever the caret is. */
function keyed(event: KeyboardEvent, store: Store): void {
    cycleRegions(event, event.currentTarget as HTMLElement);
    if (event.key === "Escape" && store.drawer.value) store.drawer.value = null;
    const isCommand = event.ctrlKey || event.metaKey;
    if (!isCommand || event.key.toLowerCase() !== "f" || event.defaultPrevented) return;
    store.find();
    event.preventDefault();
}

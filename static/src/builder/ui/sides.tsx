/** The panels at the sides; where there is no room beside the sheet they lie over it, opened from the dock. */
import { t } from "../../lib/i18n";
import type { Side, Store } from "../state";
import type { Desk } from "./app";
import { Inspector } from "./inspector";
import { later } from "./later";
import { Icon } from "./parts";
import { Variables } from "./variables";

const DataPanel = later(async () => (await import("./rooms")).DataPanel);
const PagePanel = later(async () => (await import("./rooms")).PagePanel);
const PreviewPane = later(async () => (await import("./rooms")).PreviewPane);
const VersionsPanel = later(async () => (await import("./rooms")).VersionsPanel);

/** What can be put in, page set-up, and sample data. */
export function StartSide({ store }: { store: Store }) {
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
export function EndSide({ store, actions, preview, versions, viewer, worker }: Desk) {
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

const DOCK: [side: Side, icon: string, label: string][] = [
    ["variables", "braces", "Variables"],
    ["page", "file-text", "Page"],
    ["data", "table", "Sample data"],
    ["inspector", "sliders-horizontal", "Settings"],
];

/** On narrow screens: opens and closes the panels; `labels` has those that the kind of template calls otherwise, or lacks. */
export function Dock({ store, labels = {} }: { store: Store; labels?: Partial<Record<Side, string | null>> }) {
    if (!store.isEditable) return null;
    const open = store.drawer.value;
    const shown = store.side.value ?? "variables";
    const isShown = (side: Side) => open !== null && (side === "inspector" ? open === "end" : open === "start" && side === shown);
    return (
        <nav class="ck-dock" aria-label={t("Panels")}>
            {DOCK.filter(([side]) => labels[side] !== null).map(([side, icon, label]) => (
                <button
                    key={side}
                    type="button"
                    class="ck-dock__button"
                    aria-pressed={isShown(side)}
                    onClick={() => (isShown(side) ? (store.drawer.value = null) : store.openSide(side))}
                >
                    <Icon name={icon} /> {labels[side] ?? t(label)}
                </button>
            ))}
        </nav>
    );
}

/** The panel of settings: of what is selected, and of everything around it. */
import type { ComponentType } from "preact";
import { t } from "../../lib/i18n";
import { unwrap } from "../boxes";
import { remove, setAttributes } from "../commands";
import { spots, type Spot } from "../inspect";
import type { Store } from "../state";
import { BarcodeSettings, ChartSettings, ContentsSettings, ImageSettings, SignatureSettings } from "./inspect_atoms";
import { ColumnsSettings, ConditionSettings, HeadingSettings, LoopSettings, SectionSettings } from "./inspect_blocks";
import { CellSettings, RowSettings, TableSettings } from "./inspect_tables";
import { VariableSettings } from "./inspect_variable";
import { Icon } from "./parts";
import { Advice } from "./problems";

export interface SettingsProps extends Spot {
    store: Store;
    set: (attrs: Record<string, unknown>) => void;
}

const SETTINGS: Record<string, [title: string, component: ComponentType<SettingsProps>]> = {
    variable: ["Variable", VariableSettings],
    image: ["Picture", ImageSettings],
    barcode: ["Barcode", BarcodeSettings],
    chart: ["Chart", ChartSettings],
    toc: ["Table of contents", ContentsSettings],
    signatureField: ["Field for signing", SignatureSettings],
    heading: ["Heading", HeadingSettings],
    loop: ["Repeated part", LoopSettings],
    condition: ["Condition", ConditionSettings],
    columns: ["Columns", ColumnsSettings],
    section: ["Pages of their own", SectionSettings],
    table: ["Table", TableSettings],
    tableRow: ["Row", RowSettings],
    tableCell: ["Cell", CellSettings],
    tableHeader: ["Cell", CellSettings],
};
const WRAPPERS = new Set(["loop", "condition", "keepTogether", "section", "blockquote"]);
const KEPT = new Set(["tableRow", "tableCell", "tableHeader", "column"]);

export function Inspector({ store }: { store: Store }) {
    const found = spots(store.now()).filter(({ node }) => node.type.name in SETTINGS || WRAPPERS.has(node.type.name));
    if (!found.length)
        return <p class="ck-panel ck-panel__hint">{t("Click a variable, table, picture or box to see its settings here.")}</p>;
    return (
        <div class="ck-panel">
            {found.map((spot) => (
                <Settings key={`${spot.node.type.name}-${String(spot.position)}`} store={store} spot={spot} />
            ))}
        </div>
    );
}

function Settings({ store, spot }: { store: Store; spot: Spot }) {
    const name = spot.node.type.name;
    const [title, Component] = SETTINGS[name] ?? ["Kept together", null];
    const set = (attrs: Record<string, unknown>) =>
        void setAttributes(spot.position, attrs)(store.view.state, store.view.dispatch.bind(store.view));
    return (
        <details class="ck-settings" open>
            <summary class="ck-settings__title">{t(title)}</summary>
            <Advice store={store} position={spot.position} />
            {Component && <Component store={store} set={set} {...spot} />}
            <Ends store={store} spot={spot} />
        </details>
    );
}

/** Taking the box away, or all of it. */
function Ends({ store, spot: { node, position } }: { store: Store; spot: Spot }) {
    const name = node.type.name;
    if (KEPT.has(name)) return null;
    return (
        <div class="ck-form__actions">
            {WRAPPERS.has(name) && (
                <button type="button" class="button button--quiet" onClick={() => store.run(unwrap(position))}>
                    {t("Keep only what is in it")}
                </button>
            )}
            <button type="button" class="button button--quiet" onClick={() => store.run(remove(position))}>
                <Icon name="trash-2" /> {t("Delete")}
            </button>
        </div>
    );
}

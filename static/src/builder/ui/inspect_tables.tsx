/** Settings of tables, their rows and their cells. */
import {
    addColumnAfter,
    addColumnBefore,
    addRowAfter,
    addRowBefore,
    deleteColumn,
    deleteRow,
    mergeCells,
    splitCell,
    toggleHeaderRow,
} from "prosemirror-tables";
import type { Command } from "prosemirror-state";
import { t } from "../../lib/i18n";
import type { Condition } from "../conditions";
import type { Store } from "../state";
import { ConditionEditor } from "./condition_editor";
import { Choice, ListChoice, Switch } from "./controls";
import type { SettingsProps } from "./inspector";
import { Tool } from "./parts";

export function TableSettings({ node, set }: SettingsProps) {
    return (
        <>
            <Choice
                label={t("Lines")}
                value={String(node.attrs.borders)}
                set={(borders) => set({ borders })}
                options={[
                    ["rows", t("Between rows")],
                    ["all", t("Around every cell")],
                    ["outer", t("Around the table")],
                    ["none", t("None")],
                ]}
            />
            <Switch label={t("Repeat the head on every page")} value={Boolean(node.attrs.repeatHeader)} set={(repeatHeader) => set({ repeatHeader })} />
            <Switch label={t("Keep each row on one page")} value={Boolean(node.attrs.keepRows)} set={(keepRows) => set({ keepRows })} />
        </>
    );
}

export function RowSettings({ store, node, set }: SettingsProps) {
    const showIf = node.attrs.showIf as Condition | null;
    return (
        <>
            <Commands
                store={store}
                commands={[
                    ["between-horizontal-start", "Row above", addRowBefore],
                    ["between-horizontal-end", "Row below", addRowAfter],
                    ["panel-top", "Head row on or off", toggleHeaderRow],
                    ["trash-2", "Delete row", deleteRow],
                ]}
            />
            <ListChoice
                store={store}
                label={t("Repeat for each of")}
                value={node.attrs.repeat as string | null}
                set={(repeat) => set({ repeat })}
                none={t("Do not repeat")}
                hint={t("The row prints once for each entry of the list.")}
            />
            <Switch label={t("At the foot of the table")} value={Boolean(node.attrs.footer)} set={(footer) => set({ footer })} />
            <Switch
                label={t("Only if …")}
                value={showIf !== null}
                set={(isOn) => set({ showIf: isOn ? { key: "", op: "notEmpty" } : null })}
            />
            {showIf && <ConditionEditor store={store} condition={showIf} set={(changed) => set({ showIf: changed })} />}
        </>
    );
}

export function CellSettings({ store, node, set }: SettingsProps) {
    const background = node.attrs.background as string | null;
    return (
        <>
            <Commands
                store={store}
                commands={[
                    ["between-vertical-start", "Column before", addColumnBefore],
                    ["between-vertical-end", "Column after", addColumnAfter],
                    ["table-cells-merge", "Join cells", mergeCells],
                    ["table-cells-split", "Split cell", splitCell],
                    ["trash-2", "Delete column", deleteColumn],
                ]}
            />
            <Choice
                label={t("Position of the text")}
                value={(node.attrs.valign as string | null) ?? "top"}
                set={(valign) => set({ valign: valign === "top" ? null : valign })}
                options={[
                    ["top", t("Top")],
                    ["middle", t("Middle")],
                    ["bottom", t("Bottom")],
                ]}
            />
            <Switch label={t("Background")} value={background !== null} set={(isOn) => set({ background: isOn ? "#f4f4f5" : null })} />
            {background && (
                <input
                    type="color"
                    class="ck-colour"
                    aria-label={t("Background")}
                    value={background}
                    onChange={(event) => set({ background: event.currentTarget.value })}
                />
            )}
        </>
    );
}

function Commands({ store, commands }: { store: Store; commands: [icon: string, label: string, command: Command][] }) {
    return (
        <div class="ck-toolbar__part">
            {commands.map(([icon, label, command]) => (
                <Tool key={label} icon={icon} label={t(label)} isOff={!store.can(command)} press={() => store.run(command)} />
            ))}
        </div>
    );
}

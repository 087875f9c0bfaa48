/** What can be done with the table around the caret, in a bar below the sheet. */
import {
    addColumnAfter,
    addRowAfter,
    deleteColumn,
    deleteRow,
    deleteTable,
    mergeCells,
    splitCell,
    toggleHeaderRow,
} from "prosemirror-tables";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Command } from "prosemirror-state";
import { t } from "../../lib/i18n";
import { setAttributes } from "../commands";
import { spots } from "../inspect";
import type { Store } from "../state";
import { Icon, Tool } from "./parts";
import { rove, settleStops } from "./rove";

const TOOLS: [icon: string, label: string, command: Command][] = [
    ["between-horizontal-end", "Row below", addRowAfter],
    ["between-vertical-end", "Column after", addColumnAfter],
    ["table-cells-merge", "Join cells", mergeCells],
    ["table-cells-split", "Split cell", splitCell],
    ["panel-top", "Head row on or off", toggleHeaderRow],
];
const REMOVALS: [label: string, command: Command][] = [
    ["Delete row", deleteRow],
    ["Delete column", deleteColumn],
    ["Delete table", deleteTable],
];

export function TableBar({ store }: { store: Store }) {
    const bar = useRef<HTMLDivElement>(null);
    useLayoutEffect(() => settleStops(bar.current));
    const row = spots(store.now()).find(({ node }) => node.type.name === "tableRow");
    if (!row || !store.isEditable) return null;
    return (
        <div ref={bar} class="ck-tablebar" role="toolbar" aria-label={t("Table")} onKeyDown={(event) => rove(event, bar.current, () => store.view.focus())}>
            {TOOLS.map(([icon, label, command]) => (
                <Tool key={label} icon={icon} label={t(label)} isOff={!store.can(command)} press={() => store.run(command)} />
            ))}
            <Repeat store={store} position={row.position} each={row.node.attrs.repeat as string | null} />
            <Removal store={store} />
        </div>
    );
}

/** The row once for every entry of a list. */
function Repeat({ store, position, each }: { store: Store; position: number; each: string | null }) {
    const { lists } = store.directory.value;
    if (!lists.length && !each) return null;
    return (
        <label class="ck-tablebar__repeat" data-on={each !== null}>
            <Icon name="repeat" />
            <select
                aria-label={t("Repeat this row")}
                value={each ?? ""}
                onChange={(event) => store.run(setAttributes(position, { repeat: event.currentTarget.value || null }))}
            >
                <option value="">{t("Row prints once")}</option>
                {lists.map(({ key, label }) => (
                    <option key={key} value={key}>
                        {t("Row for each of {list}", { list: label })}
                    </option>
                ))}
            </select>
        </label>
    );
}

function Removal({ store }: { store: Store }) {
    const remove = (label: string) => {
        const command = REMOVALS.find(([name]) => name === label)?.[1];
        if (command) store.run(command);
    };
    return (
        <label class="ck-tablebar__repeat">
            <Icon name="trash-2" />
            <select
                aria-label={t("Delete")}
                value=""
                onChange={(event) => {
                    remove(event.currentTarget.value);
                    event.currentTarget.value = "";
                }}
            >
                <option value="">{t("Delete …")}</option>
                {REMOVALS.map(([label]) => (
                    <option key={label} value={label}>
                        {t(label)}
                    </option>
                ))}
            </select>
        </label>
    );
}

/** The button that opens the menu of what can be put in. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { insertTable } from "../boxes";
import { insertables } from "../insertable";
import type { Store } from "../state";
import { Icon } from "./parts";
import { walkMenu } from "./rove";

const ROWS = 6;
const COLUMNS = 8;

export function InsertMenu({ store }: { store: Store }) {
    const menu = useRef<HTMLDivElement>(null);
    const isOpen = useSignal(false);
    const toggled = (event: Event) => {
        isOpen.value = (event as ToggleEvent).newState === "open";
        if (isOpen.value) requestAnimationFrame(() => menu.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus());
    };
    return (
        <span class="ck-toolbar__part ck-toolbar__part--end">
            <button type="button" class="button ck-insert-button" popovertarget="ck-insert" aria-haspopup="menu" aria-expanded={isOpen.value}>
                <Icon name="plus" /> {t("Insert")}
            </button>
            <div ref={menu} id="ck-insert" popover="auto" class="ck-menu ck-menu--insert" onToggle={toggled} onKeyDown={(event) => walkMenu(event, menu.current)}>
                {isOpen.value && <Items store={store} close={() => menu.current?.hidePopover()} />}
            </div>
        </span>
    );
}

function Items({ store, close }: { store: Store; close: () => void }) {
    return (
        <>
            <TablePicker
                choose={(rows, columns) => {
                    close();
                    store.run(insertTable(rows, columns));
                    store.announce(t("Inserted {name}", { name: t("Table") }));
                }}
            />
            <div role="menu" aria-label={t("Insert")}>
                {insertables(store).map(({ name, icon, label, command }) => (
                    <button
                        key={name}
                        type="button"
                        role="menuitem"
                        tabIndex={-1}
                        class="ck-menu__item"
                        onClick={() => {
                            close();
                            store.run(command);
                            store.announce(t("Inserted {name}", { name: label }));
                        }}
                    >
                        <Icon name={icon} /> {label}
                    </button>
                ))}
            </div>
        </>
    );
}

/** A grid to point at: so many rows and columns. Arrow keys change the size, Enter takes it. */
function TablePicker({ choose }: { choose: (rows: number, columns: number) => void }) {
    const size = useSignal<[rows: number, columns: number]>([3, 3]);
    const [rows, columns] = size.value;
    const words = t("Table of {rows} × {columns}", { rows, columns });
    const press = (event: KeyboardEvent) => {
        const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
        if (!step) return;
        const [down = 0, across = 0] = step;
        size.value = [Math.min(Math.max(rows + down, 1), ROWS), Math.min(Math.max(columns + across, 1), COLUMNS)];
        event.preventDefault();
        event.stopPropagation();
    };
    return (
        <button type="button" class="ck-picker" aria-label={words} onKeyDown={press} onClick={() => choose(...size.value)}>
            <span class="ck-picker__grid" aria-hidden="true">
                {Array.from({ length: ROWS * COLUMNS }, (_, index) => {
                    const at: [number, number] = [Math.floor(index / COLUMNS) + 1, (index % COLUMNS) + 1];
                    return <i key={index} data-on={at[0] <= rows && at[1] <= columns} onMouseEnter={() => (size.value = at)} />;
                })}
            </span>
            {words}
        </button>
    );
}

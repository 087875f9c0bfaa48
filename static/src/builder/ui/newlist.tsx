/** A small form for a list of the document's own: its name, and what each of its rows has. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { definition } from "../../schema/definition";
import { keyFault, keyFor } from "../keys";
import type { Store } from "../state";
import { TYPE_NAMES } from "./newvariable";
import { Field, Icon, takeFocus } from "./parts";

interface Column {
    label: string;
    type: string;
}

export function NewList({ store }: { store: Store }) {
    const isOpen = useSignal(false);
    if (isOpen.value) return <ListForm store={store} done={() => (isOpen.value = false)} />;
    return (
        <button type="button" class="button ck-add" onClick={() => (isOpen.value = true)}>
            <Icon name="plus" /> {t("New list")}
        </button>
    );
}

function ListForm({ store, done }: { store: Store; done: () => void }) {
    const label = useSignal("");
    const columns = useSignal<Column[]>([{ label: "", type: "text" }]);
    const key = keyFor(label.value, store.directory.value);
    const named = columns.value.filter((column) => column.label.trim());
    const fault = label.value ? (keyFault(key) ?? (store.directory.value.list(key) ? t("There is a list of this name.") : null)) : null;
    const put = (index: number, part: Partial<Column>) =>
        (columns.value = columns.value.map((column, at) => (at === index ? { ...column, ...part } : column)));
    const add = (event: Event) => {
        event.preventDefault();
        if (!label.value || fault || !named.length) return;
        addList(store, key, label.value, named);
        done();
    };
    return (
        <form class="ck-form" onSubmit={add} onKeyDown={(event) => event.key === "Escape" && done()}>
            <Field label={t("Name of the list")} hint={fault ?? t("Such as Line items")}>
                <input class="input" value={label.value} maxLength={120} ref={takeFocus} onInput={(event) => (label.value = event.currentTarget.value)} />
            </Field>
            <span class="ck-field__label">{t("Each row has")}</span>
            {columns.value.map((column, index) => (
                <ColumnRow key={index} number={index + 1} column={column} put={(part) => put(index, part)} />
            ))}
            <button type="button" class="button button--quiet" onClick={() => (columns.value = [...columns.value, { label: "", type: "text" }])}>
                <Icon name="plus" /> {t("Another")}
            </button>
            <div class="ck-form__actions">
                <button type="submit" class="button button--primary" disabled={!label.value || Boolean(fault) || !named.length}>
                    {t("Add")}
                </button>
                <button type="button" class="button button--quiet" onClick={done}>
                    {t("Cancel")}
                </button>
            </div>
        </form>
    );
}

function ColumnRow({ number, column, put }: { number: number; column: Column; put: (part: Partial<Column>) => void }) {
    return (
        <div class="ck-grid">
            <input class="input" aria-label={t("Name of value {number}", { number })} value={column.label} maxLength={120} placeholder={t("Name")} onInput={(event) => put({ label: event.currentTarget.value })} />
            <select class="input" aria-label={t("Kind of value {number}", { number })} value={column.type} onChange={(event) => put({ type: event.currentTarget.value })}>
                {definition.dataTypes.map((name) => (
                    <option key={name} value={name}>
                        {t(TYPE_NAMES[name] ?? name)}
                    </option>
                ))}
            </select>
        </div>
    );
}

/** The list and its values in the envelope; two values of one name get keys of their own. */
export function addList(store: Pick<Store, "directory" | "envelope" | "change">, key: string, label: string, columns: Column[]): void {
    const { variables, loops } = store.envelope.value;
    const added: typeof variables = {};
    for (const column of columns) {
        const name = keyFor(column.label, store.directory.value) || "value";
        let path = `${key}[].${name}`;
        for (let number = 2; path in added; number++) path = `${key}[].${name}${String(number)}`;
        added[path] = { type: column.type, label: column.label.trim() };
    }
    store.change({ variables: { ...variables, ...added }, loops: { ...loops, [key]: { label } } });
}

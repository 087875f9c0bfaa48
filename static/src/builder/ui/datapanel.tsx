/** Sample data: a form of every variable, or the same as JSON. The preview prints with it, and it is saved with the template. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { isRecord } from "../../lib/messages";
import type { Field as VariableField, List } from "../catalog";
import { lookUp } from "../previewvalues";
import { putAt, rowsOf } from "../sampledata";
import type { Store } from "../state";
import { Field, Group, Icon } from "./parts";

export function DataPanel({ store }: { store: Store }) {
    const isJson = useSignal(false);
    return (
        <div class="ck-panel">
            <p class="ck-panel__hint">{t("What you enter here fills the preview. It is no customer's data.")}</p>
            <button type="button" class="button button--quiet" aria-pressed={isJson.value} onClick={() => (isJson.value = !isJson.value)}>
                <Icon name="braces" /> {isJson.value ? t("As a form") : t("As JSON")}
            </button>
            {isJson.value ? <JsonData store={store} /> : <DataForm store={store} />}
        </div>
    );
}

function save(store: Store, data: Record<string, unknown>): void {
    store.sampleData.value = data;
    store.touch();
}

function DataForm({ store }: { store: Store }) {
    const { groups, lists } = store.directory.value;
    return (
        <>
            {groups.map(({ key, label, fields }) => (
                <Group key={key} title={label || t("Own variables")}>
                    {fields
                        .filter(({ computed }) => !computed)
                        .map((field) => (
                            <Value
                                key={field.key}
                                field={field}
                                value={lookUp(store.sampleData.value, field.key)}
                                set={(value) => save(store, putAt(store.sampleData.value, field.key, value))}
                            />
                        ))}
                </Group>
            ))}
            {lists.map((list) => (
                <Rows key={list.key} store={store} list={list} />
            ))}
        </>
    );
}

function Rows({ store, list }: { store: Store; list: List }) {
    const rows = rowsOf(store.sampleData.value, list.key);
    const put = (changed: Record<string, unknown>[]) => save(store, putAt(store.sampleData.value, list.key, changed));
    if (list.key.includes("[]")) return null; // lists within lists are edited as JSON
    return (
        <Group title={list.label}>
            {rows.map((row, index) => (
                <details key={index} class="ck-settings">
                    <summary class="ck-settings__title">{String(Object.values(row)[0] ?? t("Row {number}", { number: index + 1 }))}</summary>
                    {list.fields.map((field) => {
                        const name = field.key.slice(list.key.length + 3);
                        const set = (value: unknown) => put(rows.map((old, at) => (at === index ? putAt(old, name, value) : old)));
                        return <Value key={field.key} field={field} value={lookUp(row, name)} set={set} />;
                    })}
                    <button type="button" class="button button--quiet" onClick={() => put(rows.filter((_, at) => at !== index))}>
                        <Icon name="trash-2" /> {t("Delete")}
                    </button>
                </details>
            ))}
            <button type="button" class="button" onClick={() => put([...rows, {}])}>
                <Icon name="plus" /> {t("Add a row")}
            </button>
        </Group>
    );
}

interface ValueProps {
    field: VariableField;
    value: unknown;
    set: (value: unknown) => void;
}

function Value({ field, value, set }: ValueProps) {
    const text = value === undefined || value === null ? "" : String(value);
    const common = { class: "input", placeholder: field.sample === null ? "" : String(field.sample), value: text };
    const take = (event: { currentTarget: { value: string } }) => set(event.currentTarget.value || undefined);
    if (field.type === "boolean")
        return (
            <label class="ck-switch">
                <input type="checkbox" checked={value === true} onChange={(event) => set(event.currentTarget.checked)} /> {field.label}
            </label>
        );
    return (
        <Field label={field.label}>
            {field.type === "longtext" ? (
                <textarea {...common} rows={3} onInput={take} />
            ) : field.type === "date" ? (
                <input type="date" {...common} onChange={take} />
            ) : field.type === "number" || field.type === "currency" ? (
                <input type="number" step="any" {...common} onChange={(event) => set(event.currentTarget.value === "" ? undefined : event.currentTarget.valueAsNumber)} />
            ) : (
                <input type="text" {...common} onInput={take} />
            )}
        </Field>
    );
}

function JsonData({ store }: { store: Store }) {
    const fault = useSignal("");
    const take = (text: string) => {
        try {
            const data: unknown = JSON.parse(text);
            if (!isRecord(data)) throw new Error(t("The data must be one object: { … }."));
            fault.value = "";
            save(store, data);
        } catch (error) {
            fault.value = error instanceof Error ? error.message : String(error);
        }
    };
    return (
        <Field label={t("Data as JSON")} hint={fault.value}>
            <textarea
                class="input ck-json"
                rows={24}
                spellcheck={false}
                aria-invalid={fault.value !== ""}
                defaultValue={JSON.stringify(store.sampleData.value, null, 2)}
                onInput={(event) => take(event.currentTarget.value)}
            />
        </Field>
    );
}

/** The panel of variables: a tree that can be searched, each with its type and a sample; a click puts it in. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { search, type Field, type List } from "../catalog";
import { putVariable } from "../fields";
import { sampleOf } from "../previewvalues";
import type { Store } from "../state";
import { later } from "./later";
import { Icon } from "./parts";

const NewList = later(async () => (await import("./rooms")).NewList);
const NewVariable = later(async () => (await import("./rooms")).NewVariable);
const ICONS: Record<string, string> = {
    text: "type",
    longtext: "align-left",
    number: "hash",
    currency: "banknote",
    date: "calendar",
    datetime: "clock",
    boolean: "square-check",
    image: "image",
    url: "link",
    email: "mail",
};

export function Variables({ store }: { store: Store }) {
    const typed = useSignal("");
    const { groups, lists } = store.directory.value;
    const found = (fields: Field[]) => search(fields, typed.value);
    const isEmpty = groups.length === 0 && lists.length === 0;
    return (
        <div class="ck-panel ck-variables">
            <input
                type="search"
                class="input"
                placeholder={t("Search variables")}
                aria-label={t("Search variables")}
                value={typed.value}
                onInput={(event) => (typed.value = event.currentTarget.value)}
            />
            {isEmpty && <p class="ck-panel__hint">{t("Variables stand for what changes from document to document. Add the first one below, or type {{name}} in the text.")}</p>}
            {groups.map(({ key, label, fields }) => (
                <Fields key={key} store={store} title={label || t("Own variables")} fields={found(fields)} />
            ))}
            {lists.map((list) => (
                <ListFields key={list.key} store={store} list={list} fields={found(list.fields)} />
            ))}
            {store.allowsCustomVariables && (
                <div class="ck-form__actions">
                    <NewVariable store={store} />
                    <NewList store={store} />
                </div>
            )}
        </div>
    );
}

function Fields({ store, title, fields }: { store: Store; title: string; fields: Field[] }) {
    if (!fields.length) return null;
    return (
        <details class="ck-tree" open>
            <summary class="ck-tree__title">{title}</summary>
            <ul class="ck-tree__items">
                {fields.map((field) => (
                    <li key={field.key}>
                        <Entry store={store} field={field} />
                    </li>
                ))}
            </ul>
        </details>
    );
}

function ListFields({ store, list, fields }: { store: Store; list: List; fields: Field[] }) {
    return <Fields store={store} title={`${list.label} · ${t("list")}`} fields={fields} />;
}

function Entry({ store, field }: { store: Store; field: Field }) {
    return (
        <button
            type="button"
            class="ck-tree__item"
            title={[field.key, field.description].filter(Boolean).join(" – ")}
            draggable
            disabled={!store.isEditable}
            onMouseDown={(event) => event.detail > 1 && event.preventDefault()}
            onDragStart={(event) => event.dataTransfer?.setData("text/plain", `{{${field.key}}}`)}
            onClick={() => putVariable(store, field.key)}
        >
            <Icon name={ICONS[field.type] ?? "type"} />
            <span class="ck-tree__label">
                {field.label}
                {field.required && <abbr title={t("Required")}>*</abbr>}
            </span>
            <span class="ck-tree__sample">{field.computed ? `= ${field.computed}` : sampleOf(field, store)}</span>
        </button>
    );
}

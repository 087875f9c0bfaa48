/** Controls of the settings: a choice, a number, a text, a switch, a variable. */
import { t } from "../../lib/i18n";
import type { Field as VariableField } from "../catalog";
import type { Store } from "../state";
import { Field } from "./parts";

interface Control<Value> {
    label: string;
    value: Value;
    set: (value: Value) => void;
    hint?: string;
}

/** One of several. */
export function Choice({ label, value, set, hint, options }: Control<string> & { options: readonly (readonly [string, string])[] }) {
    return (
        <Field label={label} {...(hint ? { hint } : {})}>
            <select class="input" value={value} onChange={(event) => set(event.currentTarget.value)}>
                {options.map(([name, words]) => (
                    <option key={name} value={name}>
                        {words}
                    </option>
                ))}
            </select>
        </Field>
    );
}

interface Measure extends Control<number | null> {
    min: number;
    max: number;
    step?: number;
    unit?: string;
}

/** A number in its bounds; empty is the default. */
export function Amount({ label, value, set, hint, min, max, step = 1, unit }: Measure) {
    const take = (text: string) => {
        const number = text === "" ? null : Number(text);
        if (number === null || (number >= min && number <= max)) set(number);
    };
    return (
        <Field label={unit ? `${label} (${unit})` : label} {...(hint ? { hint } : {})}>
            <input
                type="number"
                class="input"
                value={value ?? ""}
                min={min}
                max={max}
                step={step}
                onChange={(event) => take(event.currentTarget.value)}
            />
        </Field>
    );
}

/** A line of text; empty is nothing. */
export function Line({ label, value, set, hint, longest = 200 }: Control<string | null> & { longest?: number }) {
    return (
        <Field label={label} {...(hint ? { hint } : {})}>
            <input
                class="input"
                value={value ?? ""}
                maxLength={longest}
                onChange={(event) => set(event.currentTarget.value || null)}
            />
        </Field>
    );
}

/** On or off. */
export function Switch({ label, value, set, hint }: Control<boolean>) {
    return (
        <label class="ck-switch">
            <input type="checkbox" checked={value} onChange={(event) => set(event.currentTarget.checked)} />
            <span>
                {label}
                {hint && <span class="ck-field__hint">{hint}</span>}
            </span>
        </label>
    );
}

interface VariableControl extends Control<string | null> {
    store: Store;
    takes?: (field: VariableField) => boolean;
    none?: string;
}

/** A variable of the document, by its name. */
export function VariableChoice({ store, label, value, set, hint, takes = () => true, none }: VariableControl) {
    const fields = store.directory.value.all().filter((field) => takes(field) || field.key === value);
    const known = fields.some(({ key }) => key === value);
    return (
        <Field label={label} {...(hint ? { hint } : {})}>
            <select class="input" value={value ?? ""} onChange={(event) => set(event.currentTarget.value || null)}>
                <option value="">{none ?? t("Choose …")}</option>
                {value && !known && <option value={value}>{value}</option>}
                {fields.map((field) => (
                    <option key={field.key} value={field.key}>
                        {listOf(field.key, store)}
                        {field.label}
                    </option>
                ))}
            </select>
        </Field>
    );
}

function listOf(key: string, store: Store): string {
    const list = key.includes("[]") ? key.slice(0, key.lastIndexOf("[]")) : "";
    return list ? `${store.directory.value.list(list)?.label ?? list} › ` : "";
}

/** A list of the document. */
export function ListChoice({ store, label, value, set, hint, none }: VariableControl) {
    const { lists } = store.directory.value;
    return (
        <Field label={label} {...(hint ? { hint } : {})}>
            <select class="input" value={value ?? ""} onChange={(event) => set(event.currentTarget.value || null)}>
                <option value="">{none ?? t("Choose …")}</option>
                {value && !lists.some(({ key }) => key === value) && <option value={value}>{value}</option>}
                {lists.map((list) => (
                    <option key={list.key} value={list.key}>
                        {list.label}
                    </option>
                ))}
            </select>
        </Field>
    );
}

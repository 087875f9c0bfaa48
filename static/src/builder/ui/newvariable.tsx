/** A small form for a variable of the document's own. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { definition } from "../../schema/definition";
import { putVariable } from "../fields";
import { keyFault, keyFor } from "../keys";
import type { Store } from "../state";
import { Switch, VariableChoice } from "./controls";
import { Field, Icon, takeFocus } from "./parts";

export const TYPE_NAMES: Record<string, string> = {
    text: "Text",
    longtext: "Long text",
    number: "Number",
    currency: "Amount of money",
    date: "Date",
    datetime: "Date and time",
    boolean: "Yes or no",
    image: "Picture",
    url: "Web address",
    email: "E-mail address",
};

export function NewVariable({ store }: { store: Store }) {
    const isOpen = useSignal(false);
    if (!isOpen.value)
        return (
            <button type="button" class="button ck-add" onClick={() => (isOpen.value = true)}>
                <Icon name="plus" /> {t("New variable")}
            </button>
        );
    return <VariableForm store={store} done={() => (isOpen.value = false)} />;
}

function VariableForm({ store, done }: { store: Store; done: () => void }) {
    const label = useSignal("");
    const type = useSignal("text");
    const key = keyFor(label.value, store.directory.value);
    const formula = useSignal<string | null>(null);
    const fault = label.value ? keyFault(key) : null;
    const add = (event: Event) => {
        event.preventDefault();
        if (!label.value || fault) return;
        const computed = formula.value?.trim() ? { computed: formula.value.trim() } : {};
        const { variables } = store.envelope.value;
        store.change({ variables: { ...variables, [key]: { type: type.value, label: label.value, ...computed } } });
        putVariable(store, key);
        done();
    };
    return (
        <form class="ck-form" onSubmit={add} onKeyDown={(event) => event.key === "Escape" && done()}>
            <Field label={t("Name")} hint={fault ?? (key ? `{{${key}}}` : t("Such as Customer name"))}>
                <input class="input" value={label.value} maxLength={120} ref={takeFocus} onInput={(event) => (label.value = event.currentTarget.value)} />
            </Field>
            <Kind value={type.value} set={(name) => (type.value = name)} />
            <Formula store={store} formula={formula.value} set={(text) => (formula.value = text)} />
            <div class="ck-form__actions">
                <button type="submit" class="button button--primary" disabled={!label.value || Boolean(fault)}>
                    {t("Add and insert")}
                </button>
                <button type="button" class="button button--quiet" onClick={done}>
                    {t("Cancel")}
                </button>
            </div>
        </form>
    );
}

function Kind({ value, set }: { value: string; set: (name: string) => void }) {
    return (
            <Field label={t("Kind")}>
                <select class="input" value={value} onChange={(event) => set(event.currentTarget.value)}>
                    {definition.dataTypes.map((name) => (
                        <option key={name} value={name}>
                            {t(TYPE_NAMES[name] ?? name)}
                        </option>
                    ))}
                </select>
            </Field>
    );
}

interface FormulaProps {
    store: Store;
    formula: string | null;
    set: (formula: string | null) => void;
}

/** Instead of being asked for, the value may be worked out; the server says what is wrong with a formula when it is saved. */
function Formula({ store, formula, set }: FormulaProps) {
    const put = (key: string) => key && set(`${formula ?? ""}${key.includes("[]") ? `sum(${key})` : key}`);
    return (
        <>
            <Switch label={t("Worked out from other values")} value={formula !== null} set={(isOn) => set(isOn ? "" : null)} />
            {formula !== null && (
                <>
                    <Field label={t("Formula")} hint={t("Such as sum(items[].amount) * 1.19, or round(net * taxRate, 2)")}>
                        <textarea class="input ck-json" rows={2} maxLength={2000} spellcheck={false} value={formula} onInput={(event) => set(event.currentTarget.value)} />
                    </Field>
                    <VariableChoice store={store} label={t("Put in a value")} value={null} set={(key) => put(key ?? "")} />
                </>
            )}
        </>
    );
}

/** A small form for a variable of the document's own. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { definition } from "../../schema/definition";
import { insertVariable } from "../commands";
import { keyFault, keyFor } from "../keys";
import type { Store } from "../state";
import { Field, Icon } from "./parts";

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
    const fault = label.value ? keyFault(key) : null;
    const add = (event: Event) => {
        event.preventDefault();
        if (!label.value || fault) return;
        const { variables } = store.envelope.value;
        store.change({ variables: { ...variables, [key]: { type: type.value, label: label.value } } });
        store.run(insertVariable(key));
        done();
    };
    return (
        <form class="ck-form" onSubmit={add} onKeyDown={(event) => event.key === "Escape" && done()}>
            <Field label={t("Name")} hint={fault ?? (key ? `{{${key}}}` : t("Such as Customer name"))}>
                <input class="input" value={label.value} maxLength={120} autofocus onInput={(event) => (label.value = event.currentTarget.value)} />
            </Field>
            <Field label={t("Kind")}>
                <select class="input" value={type.value} onChange={(event) => (type.value = event.currentTarget.value)}>
                    {definition.dataTypes.map((name) => (
                        <option key={name} value={name}>
                            {t(TYPE_NAMES[name] ?? name)}
                        </option>
                    ))}
                </select>
            </Field>
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

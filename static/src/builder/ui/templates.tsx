/** The list of the tenant's templates, for hosts that switch it on: what else can be opened in this session. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { locale, t } from "../../lib/i18n";
import type { Actions } from "../actions";
import type { ListedJson } from "../session";
import type { Store } from "../state";

interface Props {
    store: Store;
    actions: Actions;
    close: () => void;
}

export function TemplateList({ store, actions, close }: Props) {
    const dialog = useRef<HTMLDialogElement>(null);
    const all = useSignal<ListedJson[] | null>(null);
    const fault = useSignal("");
    useLayoutEffect(() => {
        dialog.current?.showModal();
        actions.templates().then(
            (found) => (all.value = found),
            (error: Error) => (fault.value = error.message),
        );
    }, []);
    const choose = (id: string) => {
        dialog.current?.close();
        if (id !== store.template.value.id) actions.open(id);
    };
    return (
        <dialog ref={dialog} class="dialog ck-templates" aria-labelledby="ck-templates" onClose={close}>
            <h2 id="ck-templates" class="dialog__title">
                {t("Templates")}
            </h2>
            {fault.value && <p role="alert">{fault.value}</p>}
            {all.value === null && !fault.value && <p class="ck-panel__hint">{t("Loading …")}</p>}
            {all.value?.length === 0 && <p class="ck-panel__hint">{t("No template was saved yet.")}</p>}
            <ul class="ck-templates__list">
                {all.value?.map((row) => (
                    <li key={row.id}>
                        <Row row={row} isOpen={row.id === store.template.value.id} choose={() => choose(row.id)} />
                    </li>
                ))}
            </ul>
            <div class="dialog__actions">
                <button type="button" class="button" onClick={() => dialog.current?.close()}>
                    {t("Close")}
                </button>
            </div>
        </dialog>
    );
}

function Row({ row, isOpen, choose }: { row: ListedJson; isOpen: boolean; choose: () => void }) {
    const when = new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" });
    const state = row.publishedVersion ? t("version {number}", { number: row.publishedVersion }) : t("never published");
    return (
        <button type="button" class="ck-templates__row" aria-current={isOpen || undefined} onClick={choose}>
            <strong>{row.name}</strong>
            <span class="ck-field__hint">
                <time dateTime={row.updatedAt}>{when.format(new Date(row.updatedAt))}</time>
                {` · ${state}`}
                {isOpen && ` · ${t("open now")}`}
            </span>
        </button>
    );
}

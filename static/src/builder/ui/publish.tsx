/** The dialog before publishing: what changes for those who send data, and what the preview warned of. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import type { Actions } from "../actions";
import type { Preview, Warning } from "../preview";
import type { Store } from "../state";
import type { ChangesJson, Versions } from "../versions";

interface Props {
    store: Store;
    actions: Actions;
    versions: Versions;
    preview: Preview;
}

const VERDICTS: Record<ChangesJson["compatibility"], string> = {
    first: "This is the first version.",
    compatible: "Whoever sends data now can go on unchanged.",
    breaking: "Whoever sends data now has to change something.",
};

export function PublishDialog(props: Props) {
    const { actions } = props;
    const dialog = useRef<HTMLDialogElement>(null);
    const isOpen = actions.isPublishing.value;
    useLayoutEffect(() => {
        if (isOpen) dialog.current?.showModal();
        else dialog.current?.close();
    }, [isOpen]);
    return (
        <dialog ref={dialog} class="dialog ck-publish" aria-labelledby="ck-publish" onClose={() => (actions.isPublishing.value = false)}>
            <h2 id="ck-publish" class="dialog__title">
                {t("Publish this template?")}
            </h2>
            {isOpen && <Consequences {...props} />}
        </dialog>
    );
}

function Consequences({ store, actions, versions, preview }: Props) {
    const changes = useSignal<ChangesJson | null>(null);
    const fault = useSignal("");
    const isBusy = useSignal(true);
    const take = (error: Error) => (fault.value = error.message);
    useEffect(() => {
        const saved = store.may("saveDraft") && store.saveState.value !== "clean" ? actions.saving.save() : Promise.resolve();
        saved
            .then(() => (store.template.value.id ? versions.changes() : null))
            .then((found) => (changes.value = found), take)
            .finally(() => (isBusy.value = false));
    }, []);
    const publish = () => {
        isBusy.value = true;
        fault.value = "";
        actions
            .publish()
            .then(() => (actions.isPublishing.value = false), take)
            .finally(() => (isBusy.value = false));
    };
    return (
        <>
            <Changes changes={changes.value} />
            <Remarks fault={fault.value} warnings={preview.shown.value?.warnings ?? []} />
            <div class="dialog__actions">
                <button type="button" class="button" onClick={() => (actions.isPublishing.value = false)}>
                    {t("Cancel")}
                </button>
                <button type="button" class="button button--primary" disabled={isBusy.value} onClick={publish}>
                    {t("Publish")}
                </button>
            </div>
        </>
    );
}

/** What the preview warned of, and why publishing did not work. */
function Remarks({ fault, warnings }: { fault: string; warnings: Warning[] }) {
    return (
        <>
            {warnings.map(({ message }, index) => (
                <p key={index} class="ck-preview__warnings">
                    {message}
                </p>
            ))}
            {fault && (
                <p class="ck-preview__fault" role="alert">
                    {fault}
                </p>
            )}
        </>
    );
}

function Changes({ changes }: { changes: ChangesJson | null }) {
    if (!changes) return <p>{t("The draft becomes the version that new documents are made with.")}</p>;
    return (
        <>
            <p>{t(VERDICTS[changes.compatibility])}</p>
            <ul class="ck-changes">
                {changes.changes.map(({ kind, key, message }) => (
                    <li key={`${kind}-${key}`}>{message}</li>
                ))}
            </ul>
        </>
    );
}

/** Where a link leads: asked for, changed, taken away. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { addressOf, linkAround, setLink } from "../edit";
import type { Store } from "../state";
import { Field, takeFocus } from "./parts";

export function LinkDialog({ store }: { store: Store }) {
    const dialog = useRef<HTMLDialogElement>(null);
    const isOpen = store.isLinking.value;
    useLayoutEffect(() => {
        if (isOpen) dialog.current?.showModal();
        else dialog.current?.close();
    }, [isOpen]);
    const close = () => {
        store.isLinking.value = false;
        store.view.focus();
    };
    return (
        <dialog ref={dialog} class="dialog" aria-labelledby="ck-link" onClose={close}>
            <h2 id="ck-link" class="dialog__title">
                {t("Link")}
            </h2>
            {isOpen && <LinkForm store={store} close={close} />}
        </dialog>
    );
}

function LinkForm({ store, close }: { store: Store; close: () => void }) {
    const before = linkAround(store.view.state)?.href ?? "";
    const typed = useSignal(before);
    const fault = useSignal("");
    const put = (href: string | null) => {
        close();
        store.run(setLink(href));
    };
    const take = (event: Event) => {
        event.preventDefault();
        const href = addressOf(typed.value);
        if (href) put(href);
        else fault.value = t("Enter a web address such as example.com, or an e-mail address.");
    };
    return (
        <form onSubmit={take}>
            <Field label={t("Leads to")} hint={fault.value}>
                <input class="input" ref={takeFocus} value={typed.value} placeholder="https://" aria-invalid={fault.value !== ""} onInput={(event) => (typed.value = event.currentTarget.value)} />
            </Field>
            <div class="dialog__actions">
                {before && (
                    <button type="button" class="button button--quiet" onClick={() => put(null)}>
                        {t("Remove the link")}
                    </button>
                )}
                <button type="button" class="button" onClick={close}>
                    {t("Cancel")}
                </button>
                <button type="submit" class="button button--primary">
                    {t("Apply")}
                </button>
            </div>
        </form>
    );
}

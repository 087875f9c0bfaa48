/** A question that must be answered before anything goes on. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import type { Actions } from "../actions";

export function Confirm({ actions }: { actions: Actions }) {
    const dialog = useRef<HTMLDialogElement>(null);
    const question = actions.question.value;
    useLayoutEffect(() => {
        if (question) dialog.current?.showModal();
        else dialog.current?.close();
    }, [question]);
    return (
        <dialog ref={dialog} class="dialog" aria-labelledby="ck-question" onCancel={() => question?.answer(false)}>
            <h2 id="ck-question" class="dialog__title">
                {question?.title}
            </h2>
            <p>{question?.text}</p>
            <div class="dialog__actions">
                <button type="button" class="button" onClick={() => question?.answer(false)}>
                    {t("Cancel")}
                </button>
                <button type="button" class="button button--primary" onClick={() => question?.answer(true)}>
                    {question?.yes}
                </button>
            </div>
        </dialog>
    );
}

/** The list of the tenant's documents, for hosts that switch it on: when they were made, of what, and the PDFs. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { locale, t } from "../../lib/i18n";
import { download, type DocumentJson, type Documents } from "../documents";
import { Icon } from "./parts";
import { Printed } from "./printed";

interface Props {
    documents: Documents;
    viewer: string;
    worker: string;
    close: () => void;
}

const STATUSES: Record<DocumentJson["status"], string> = {
    queued: "Waiting",
    rendering: "Printing …",
    succeeded: "Done",
    failed: "Failed",
    cancelled: "Cancelled",
};

export function DocumentList({ documents, viewer, worker, close }: Props) {
    const dialog = useRef<HTMLDialogElement>(null);
    const open = useSignal<DocumentJson | null>(null);
    useLayoutEffect(() => {
        dialog.current?.showModal();
        void documents.load();
    }, [documents]);
    const row = open.value;
    return (
        <dialog ref={dialog} class={`dialog ck-documents ${row ? "ck-compare" : ""}`} aria-labelledby="ck-documents" onClose={close}>
            <h2 id="ck-documents" class="dialog__title">
                {t("Documents")}
            </h2>
            {row ? (
                <Shown key={row.id} row={row} documents={documents} viewer={viewer} worker={worker} />
            ) : (
                <List documents={documents} choose={(chosen) => (open.value = chosen)} />
            )}
            <div class="dialog__actions">
                {row && (
                    <button type="button" class="button" onClick={() => (open.value = null)}>
                        <Icon name="arrow-left" /> {t("All documents")}
                    </button>
                )}
                <button type="button" class="button" onClick={() => dialog.current?.close()}>
                    {t("Close")}
                </button>
            </div>
        </dialog>
    );
}

function List({ documents, choose }: { documents: Documents; choose: (row: DocumentJson) => void }) {
    const all = documents.all.value;
    const fault = documents.fault.value;
    return (
        <>
            {fault && <p role="alert">{fault}</p>}
            {all === null && !fault && <p class="ck-panel__hint">{t("Loading …")}</p>}
            {all?.length === 0 && <p class="ck-panel__hint">{t("No document was made yet. What is rendered from your templates is listed here.")}</p>}
            <ul class="ck-documents__list">
                {all?.map((row) => (
                    <Row key={row.id} row={row} documents={documents} choose={() => choose(row)} />
                ))}
                {documents.hasMore.value && (
                    <li>
                        <button type="button" class="button" onClick={() => void documents.more()}>
                            {t("Show more")}
                        </button>
                    </li>
                )}
            </ul>
        </>
    );
}

function Row({ row, documents, choose }: { row: DocumentJson; documents: Documents; choose: () => void }) {
    const when = new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" });
    const fault = useSignal("");
    const keep = () =>
        documents.bytes(row.id).then(
            (bytes) => download(bytes, nameOf(row)),
            (error: Error) => (fault.value = error.message),
        );
    return (
        <li class="ck-documents__row">
            <div>
                <strong>{row.filename ?? row.templateName}</strong>
                <span class="ck-field__hint">
                    <span class={`ck-state ck-state--${row.status === "failed" ? "refused" : row.status}`}>{t(STATUSES[row.status])}</span>
                    {" · "}
                    <time dateTime={row.createdAt}>{when.format(new Date(row.createdAt))}</time>
                    {` · ${t("version {number}", { number: row.versionNumber })}`}
                    {row.actorName && ` · ${row.actorName}`}
                </span>
                {(row.errorMessage ?? fault.value) && <span class="ck-field__hint">{row.errorMessage ?? fault.value}</span>}
            </div>
            {row.status === "succeeded" && (
                <div class="ck-documents__actions">
                    <button type="button" class="button" onClick={choose}>
                        <Icon name="eye" /> {t("Open")}
                    </button>
                    <button type="button" class="ck-tool" aria-label={t("Download {name}", { name: nameOf(row) })} title={t("Download")} onClick={() => void keep()}>
                        <Icon name="download" />
                    </button>
                </div>
            )}
        </li>
    );
}

/** One of them, page for page. */
function Shown({ row, documents, viewer, worker }: { row: DocumentJson; documents: Documents; viewer: string; worker: string }) {
    const bytes = useMemo(() => documents.bytes(row.id), [documents, row.id]);
    return (
        <div class="ck-documents__shown">
            <Printed title={nameOf(row)} print={() => bytes} viewer={viewer} worker={worker} />
        </div>
    );
}

function nameOf(row: DocumentJson): string {
    const name = row.filename ?? `${row.templateName}.pdf`;
    return name.toLowerCase().endsWith(".pdf") ? name : `${name}.pdf`;
}

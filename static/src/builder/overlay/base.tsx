/** The PDF under the fields: uploaded, fetched and opened. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import type { PdfSheet, sheets as openSheets } from "../../viewer/sheets";
import type { Store } from "../state";

interface Source {
    store: Store;
    base: string;
    viewer: string;
    worker: string;
}

/** Opens the PDF's pages; the answer closes them. */
export function loadBase({ store, base, viewer, worker }: Source, done: (pages: PdfSheet[], fault: string) => void): () => void {
    let isOver = false;
    let close = (): void => undefined;
    const open = async () => {
        const [{ sheets }, bytes] = await Promise.all([import(viewer) as Promise<{ sheets: typeof openSheets }>, store.bytes(base)]);
        const opened = await sheets(bytes, worker);
        close = opened.close;
        if (isOver) close();
        else done(opened.sheets, "");
    };
    open().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        if (!isOver) done([], t("The PDF could not be opened: {reason}", { reason }));
    });
    return () => {
        isOver = true;
        close();
    };
}

/** A button that puts another PDF under the fields. */
export function BaseUpload({ store, label, isPrimary = false }: { store: Store; label: string; isPrimary?: boolean }) {
    const word = useSignal("");
    const take = async (input: HTMLInputElement) => {
        const file = input.files?.[0];
        if (!file) return;
        word.value = t("Uploading {name} …", { name: file.name });
        try {
            store.change({ base: await store.upload(file) } as never);
            word.value = "";
        } catch (error) {
            word.value = error instanceof Error ? error.message : String(error);
        }
        input.value = "";
    };
    return (
        <label class={`button ck-upload${isPrimary ? " button--primary" : ""}`}>
            {label}
            <input type="file" class="visually-hidden" accept="application/pdf" onChange={(event) => void take(event.currentTarget)} />
            {word.value && (
                <span class="ck-field__hint" role="status">
                    {word.value}
                </span>
            )}
        </label>
    );
}

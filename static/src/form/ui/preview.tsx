/** The real PDF beside the form, made anew some moments after the last answer. The old pages stay until then. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { show } from "../../builder/ui/previewpane";
import { ApiError } from "../../embedded/api";
import { t } from "../../lib/i18n";
import type { FormDesk } from "./app";

const QUIET_MS = 700;
/** Another question was asked before this one was answered: the newer answer is what counts. */
const OVERTAKEN = 409;

/** Makes the PDF of the answers so far. */
export type PreviewSource = (data: Record<string, unknown>, stop: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;

export function FormPreview(desk: FormDesk) {
    const place = useRef<HTMLDivElement>(null);
    const { pdf, word, fault } = useNewest(desk);
    const { viewer, worker } = desk;
    useEffect(() => {
        if (pdf && place.current) return show(place.current, { pdf }, viewer, worker);
    }, [pdf, viewer, worker]);
    return (
        <section class="ck-form-preview" aria-label={t("Preview")} aria-busy={word !== ""}>
            {fault && (
                <p class="ck-preview__fault" role="alert">
                    {fault}
                </p>
            )}
            <p class="ck-form-preview__word" role="status">
                {word}
            </p>
            <div ref={place} class="ck-form-preview__place" />
        </section>
    );
}

/** The newest PDF of the answers, what is being done about it, and why there is no newer one. */
function useNewest({ store, preview }: FormDesk) {
    const word = useSignal("");
    const fault = useSignal("");
    const pdf = useSignal<Uint8Array<ArrayBuffer> | null>(null);
    const { value } = store.answers;
    useEffect(() => {
        const stop = new AbortController();
        const draw = async (signal: AbortSignal) => {
            word.value = t("Printing …");
            try {
                pdf.value = await preview(store.data(), signal);
                fault.value = "";
            } catch (error) {
                if (signal.aborted || (error instanceof ApiError && error.status === OVERTAKEN)) return;
                fault.value = error instanceof Error ? error.message : String(error);
            } finally {
                if (!signal.aborted) word.value = "";
            }
        };
        const timer = setTimeout(() => void draw(stop.signal), pdf.peek() ? QUIET_MS : 0);
        return () => {
            clearTimeout(timer);
            stop.abort();
        };
    }, [value]);
    return { pdf: pdf.value, word: word.value, fault: fault.value };
}

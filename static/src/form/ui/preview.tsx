/** The real PDF beside the form, made anew some moments after the last answer. */
import { useEffect, useRef } from "preact/hooks";
import { signal } from "@preact/signals";
import { t } from "../../lib/i18n";
import type { FormDesk } from "./app";

const QUIET_MS = 700;

/** Makes the PDF of the answers so far. */
export type PreviewSource = (data: Record<string, unknown>, stop: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>;

type Mount = (host: HTMLElement, src: Uint8Array<ArrayBuffer>, worker: string) => () => void;

const word = signal("");

export function FormPreview({ store, preview, viewer, worker }: FormDesk) {
    const place = useRef<HTMLDivElement>(null);
    const { value } = store.answers;
    useEffect(() => {
        const stop = new AbortController();
        const timer = setTimeout(() => void draw(stop.signal), QUIET_MS);
        const draw = async (signal: AbortSignal) => {
            word.value = t("Printing …");
            try {
                const pdf = await preview(store.data(), signal);
                const { mount } = (await import(viewer)) as { mount: Mount };
                if (!signal.aborted && place.current) mount(place.current, pdf, worker);
                word.value = "";
            } catch (error) {
                if (!signal.aborted) word.value = error instanceof Error ? error.message : String(error);
            }
        };
        return () => {
            clearTimeout(timer);
            stop.abort();
        };
    }, [value]);
    return (
        <section class="ck-form-preview" aria-label={t("Preview")}>
            <p class="ck-state" role="status">
                {word.value}
            </p>
            <div ref={place} class="viewer" />
        </section>
    );
}

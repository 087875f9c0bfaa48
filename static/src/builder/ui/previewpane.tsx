/** The real PDF beside the editor. The old pages stay until the new ones are drawn, and the place is kept. */
import { useEffect, useRef } from "preact/hooks";
import { speech, t, type Speech } from "../../lib/i18n";
import type { Preview, Shown } from "../preview";
import { Icon } from "./parts";

/** What the bundle of the PDF viewer offers. */
export type Mount = (host: HTMLElement, src: Uint8Array<ArrayBuffer>, worker: string, words: Speech) => () => void;

interface Props {
    preview: Preview;
    viewer: string;
    worker: string;
    close: () => void;
}

export function PreviewPane({ preview, viewer, worker, close }: Props) {
    const place = useRef<HTMLDivElement>(null);
    const shown = preview.shown.value;
    useEffect(() => preview.follow(), [preview]);
    useEffect(() => {
        if (shown && place.current) return show(place.current, shown, viewer, worker);
    }, [shown, viewer, worker]);
    return (
        <section class="ck-preview" aria-label={t("Preview")} aria-busy={preview.isWorking.value}>
            <header class="ck-preview__bar">
                <h2 class="ck-preview__title">{t("Preview")}</h2>
                <span class="ck-state" role="status">
                    {preview.isWorking.value ? t("Printing …") : t("This is the real PDF.")}
                </span>
                <button type="button" class="ck-tool" aria-label={t("Close the preview")} onClick={close}>
                    <Icon name="x" />
                </button>
            </header>
            {preview.fault.value && (
                <p class="ck-preview__fault" role="alert">
                    {preview.fault.value}
                </p>
            )}
            <Warnings shown={shown} />
            <div ref={place} class="ck-preview__place" />
        </section>
    );
}

function Warnings({ shown }: { shown: Shown | null }) {
    if (!shown?.warnings.length) return null;
    return (
        <details class="ck-preview__warnings" open>
            <summary>{t("Worth a look")}</summary>
            <ul>
                {shown.warnings.map(({ message, page }, index) => (
                    <li key={index}>
                        {message} {page ? t("(page {page})", { page }) : ""}
                    </li>
                ))}
            </ul>
        </details>
    );
}

/** Draws the pages behind those that are there, and takes their place when they are ready. */
export function show(place: HTMLElement, { pdf }: Pick<Shown, "pdf">, viewer: string, worker: string): () => void {
    const layer = document.createElement("div");
    layer.className = "ck-preview__layer viewer";
    let isStale = false;
    let stop = (): void => undefined;
    void (import(viewer) as Promise<{ mount: Mount }>).then(({ mount }) => {
        if (isStale) return;
        const before = place.querySelector(".ck-preview__layer:last-child .viewer-pages")?.scrollTop ?? 0;
        place.append(layer);
        stop = mount(layer, pdf.slice(), worker, speech());
        whenReady(layer, () => {
            for (const older of [...place.children]) if (older !== layer) older.remove();
            const pages = layer.querySelector(".viewer-pages");
            if (pages) pages.scrollTop = before;
        });
    });
    return () => {
        isStale = true;
        if (layer.hasAttribute("ready")) setTimeout(stop, 3000); // its pages stay on the screen for a while
        else {
            stop();
            layer.remove();
        }
    };
}

function whenReady(layer: HTMLElement, done: () => void): void {
    const observer = new MutationObserver(() => {
        if (!layer.hasAttribute("ready")) return;
        observer.disconnect();
        done();
    });
    observer.observe(layer, { attributes: true, attributeFilter: ["ready"] });
}

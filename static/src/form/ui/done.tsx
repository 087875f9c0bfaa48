/** After sending: the document, or a word of thanks. */
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../builder/ui/parts";
import { t } from "../../lib/i18n";
import type { FormDesk } from "./app";

type Mount = (host: HTMLElement, src: Uint8Array<ArrayBuffer>, worker: string) => () => void;

export function Done({ store, viewer, worker }: FormDesk) {
    const title = useRef<HTMLHeadingElement>(null);
    const place = useRef<HTMLDivElement>(null);
    const pdf = store.render.value?.pdf ?? null;
    useEffect(() => title.current?.focus(), []);
    useEffect(() => {
        const host = place.current;
        if (!pdf || !host) return;
        let stop = (): void => undefined;
        void (import(viewer) as Promise<{ mount: Mount }>).then(({ mount }) => (stop = mount(host, pdf.slice(), worker)));
        return () => stop();
    }, [pdf]);
    return (
        <div class="ck-done">
            <header class="ck-done__head">
                <Icon name="circle-check" />
                <h1 ref={title} tabIndex={-1} class="ck-form-title">
                    {pdf ? t("Your document is ready") : t("Thank you. Your answers were sent.")}
                </h1>
                {pdf && (
                    <button type="button" class="button button--primary" onClick={() => save(pdf, store.session.template?.name ?? "document")}>
                        <Icon name="download" /> {t("Download")}
                    </button>
                )}
            </header>
            {pdf && <div ref={place} class="viewer ck-done__viewer" />}
        </div>
    );
}

function save(pdf: Uint8Array<ArrayBuffer>, name: string): void {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([pdf], { type: "application/pdf" }));
    link.download = `${name}.pdf`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

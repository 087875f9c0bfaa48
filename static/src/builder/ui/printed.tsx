/** A PDF under a heading, drawn when its bytes are here. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { speech, t } from "../../lib/i18n";
import type { Mount } from "./previewpane";

interface Props {
    title: string;
    print: () => Promise<Uint8Array<ArrayBuffer>>;
    viewer: string;
    worker: string;
}

export function Printed({ title, print, viewer, worker }: Props) {
    const place = useRef<HTMLDivElement>(null);
    const word = useSignal(t("Printing …"));
    useEffect(() => {
        const host = place.current;
        let stop = (): void => undefined;
        let isGone = false;
        Promise.all([print(), import(viewer) as Promise<{ mount: Mount }>]).then(
            ([pdf, { mount }]) => {
                word.value = "";
                if (host && !isGone) stop = mount(host, pdf.slice(), worker, speech());
            },
            (error: Error) => (word.value = error.message),
        );
        return () => {
            isGone = true;
            stop();
        };
    }, []);
    return (
        <section class="ck-compare__side" aria-label={title}>
            <h3>{title}</h3>
            {word.value && <p role="status">{word.value}</p>}
            <div ref={place} class="viewer" />
        </section>
    );
}

/** After sending: the document and what can be done with it, or a word of thanks. */
import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Icon } from "../../builder/ui/parts";
import { speech, t, type Speech } from "../../lib/i18n";
import { Outcome } from "../outcome";
import type { FormStore } from "../state";
import type { FormDesk } from "./app";
import { EngagementPanel, LinkPanel, MailPanel } from "./outcome";

type Mount = (host: HTMLElement, src: Uint8Array<ArrayBuffer>, worker: string, words: Speech) => () => void;

const PANELS = [
    { name: "share", flag: "shareDocument", icon: "link", word: "Share", Panel: LinkPanel },
    { name: "mail", flag: "emailDocument", icon: "mail", word: "E-mail", Panel: MailPanel },
    { name: "activity", flag: "viewEngagement", icon: "chart-column", word: "Activity", Panel: EngagementPanel },
];

export function Done({ store, api, viewer, worker }: FormDesk) {
    const title = useRef<HTMLHeadingElement>(null);
    const place = useRef<HTMLDivElement>(null);
    const open = useSignal("");
    const { id = "", pdf = null } = store.render.value ?? {};
    const outcome = useMemo(() => new Outcome(api, id), [id]);
    const shown = PANELS.find(({ name }) => name === open.value);
    useEffect(() => title.current?.focus(), []);
    useEffect(() => {
        const host = place.current;
        if (!pdf || !host) return;
        let stop = (): void => undefined;
        void (import(viewer) as Promise<{ mount: Mount }>).then(({ mount }) => (stop = mount(host, pdf.slice(), worker, speech())));
        return () => stop();
    }, [pdf]);
    return (
        <div class={pdf ? "ck-done ck-done--shown" : "ck-done"}>
            <header class="ck-done__head">
                <Icon name="circle-check" />
                <h1 ref={title} tabIndex={-1} class="ck-form-title">
                    {pdf ? t("Your document is ready") : t("Thank you. Your answers were sent.")}
                </h1>
                <Buttons store={store} id={id} pdf={pdf} open={open.value} choose={(name) => (open.value = name === open.value ? "" : name)} />
            </header>
            {!id && store.session.form.receiver && (
                <p class="ck-done__word">
                    {t("They go to {name} as they are. No document was made, and once {name} has them, nothing of them stays here.", {
                        name: store.session.form.receiver,
                    })}
                </p>
            )}
            <div id="ck-outcome">{shown && <shown.Panel key={shown.name} outcome={outcome} />}</div>
            {pdf && <div ref={place} class="viewer ck-done__viewer" />}
        </div>
    );
}

interface ButtonsProps {
    store: FormStore;
    id: string;
    pdf: Uint8Array<ArrayBuffer> | null;
    open: string;
    choose: (name: string) => void;
}

/** What the session permits; a document that the host made itself is not here to be passed on. */
function Buttons({ store, id, pdf, open, choose }: ButtonsProps) {
    const permitted = PANELS.filter(({ flag }) => id !== "" && store.session.permissions[flag] === true);
    if (!pdf && !permitted.length) return null;
    return (
        <div class="ck-done__actions">
            {pdf && (
                <button type="button" class="button button--primary" onClick={() => save(pdf, store.session.template?.name ?? "document")}>
                    <Icon name="download" /> {t("Download")}
                </button>
            )}
            {permitted.map(({ name, icon, word }) => (
                <button key={name} type="button" class="button" aria-expanded={name === open} aria-controls="ck-outcome" onClick={() => choose(name)}>
                    <Icon name={icon} /> {t(word)}
                </button>
            ))}
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

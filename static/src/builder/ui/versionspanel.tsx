/** The panel of versions: who published what and when, how it looked, and the way back to it. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { locale, t } from "../../lib/i18n";
import type { Actions } from "../actions";
import type { Store } from "../state";
import type { Versions, VersionJson } from "../versions";
import { Icon } from "./parts";
import { Printed } from "./printed";

interface Props {
    store: Store;
    actions: Actions;
    versions: Versions;
    viewer: string;
    worker: string;
}

export function VersionsPanel(props: Props) {
    const { store, versions } = props;
    const compared = useSignal<number | null>(null);
    const published = store.template.value.publishedVersion;
    useEffect(() => void versions.load(), [versions, published]);
    const all = versions.all.value;
    return (
        <div class="ck-panel">
            <header class="ck-panel__head">
                <h2 class="ck-group__title">{t("Versions")}</h2>
                <button type="button" class="ck-tool" aria-label={t("Close")} title={t("Close")} onClick={() => (store.side.value = store.drawer.value = null)}>
                    <Icon name="x" />
                </button>
            </header>
            {versions.fault.value && <p role="alert">{versions.fault.value}</p>}
            {all === null && !versions.fault.value && <p class="ck-panel__hint">{t("Loading …")}</p>}
            {all?.length === 0 && (
                <p class="ck-panel__hint">{t("Nothing was published yet. Each time you publish, the version is kept here.")}</p>
            )}
            <ol class="ck-versions">
                {all?.map((version) => (
                    <Version key={version.version} {...props} version={version} compare={() => (compared.value = version.version)} />
                ))}
            </ol>
            {compared.value !== null && <Comparison {...props} version={compared.value} close={() => (compared.value = null)} />}
        </div>
    );
}

function Version({ store, actions, versions, version, compare }: Props & { version: VersionJson; compare: () => void }) {
    const when = new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" });
    const back = async () => {
        const isSure = await actions.ask({
            title: t("Go back to version {number}?", { number: version.version }),
            text: t("It is published again as the newest version. No version is lost."),
            yes: t("Go back"),
        });
        if (isSure) versions.rollBack(version.version).then(() => actions.say(t("Done")), (error: Error) => actions.say(error.message));
    };
    return (
        <li class="ck-version">
            <strong>{t("Version {number}", { number: version.version })}</strong>
            {version.isCurrent && <span class="ck-state"> {t("in use")}</span>}
            <span class="ck-field__hint">
                <time dateTime={version.publishedAt}>{when.format(new Date(version.publishedAt))}</time>
                {version.publishedBy && ` · ${version.publishedBy}`}
            </span>
            <div class="ck-form__actions">
                <button type="button" class="button" onClick={compare}>
                    {t("Compare")}
                </button>
                {store.may("rollback") && !version.isCurrent && (
                    <button type="button" class="button" onClick={() => void back()}>
                        {t("Go back to this")}
                    </button>
                )}
            </div>
        </li>
    );
}

/** Then and now, side by side, as PDFs. */
function Comparison({ store, versions, version, viewer, worker, close }: Props & { version: number; close: () => void }) {
    const dialog = useRef<HTMLDialogElement>(null);
    useLayoutEffect(() => dialog.current?.showModal(), []);
    return (
        <dialog ref={dialog} class="dialog ck-compare" aria-label={t("Compare")} onClose={close}>
            <div class="ck-compare__sides">
                <Printed title={t("Version {number}", { number: version })} print={() => versions.print(version)} viewer={viewer} worker={worker} />
                <Printed title={t("Now")} print={() => versions.printNow(store.content())} viewer={viewer} worker={worker} />
            </div>
            <div class="dialog__actions">
                <button type="button" class="button" onClick={() => dialog.current?.close()}>
                    {t("Close")}
                </button>
            </div>
        </dialog>
    );
}

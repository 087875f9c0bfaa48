/** The surface for the kind of template that is open: the document's editor, the placer, or the source editor. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../../lib/i18n";
import type { TemplateJson } from "../session";
import type { Side } from "../state";
import { App, type Desk } from "./app";
import { Confirm } from "./confirm";
import { Failure } from "./failure";
import { PublishDialog } from "./publish";
import { Dock } from "./sides";
import { TopBar } from "./topbar";

type Kind = TemplateJson["templateType"];
const OTHERS: Partial<Record<Kind, () => Promise<ComponentType<Desk>>>> = {
    "pdf-overlay": async () => (await import("../overlay")).Overlay,
    html: async () => (await import("../source")).Source,
};

/** How the panels of these are called; null for those that they lack. */
const PANELS: Partial<Record<Kind, () => Partial<Record<Side, string | null>>>> = {
    "pdf-overlay": () => ({ variables: t("Fields"), page: null }),
    html: () => ({ inspector: null }),
};

export function Surface(desk: Desk) {
    const load = OTHERS[desk.store.template.value.templateType];
    return load ? <Other key={desk.store.template.value.templateType} load={load} desk={desk} /> : <App {...desk} />;
}

/** What few templates need comes in a file of its own. */
function Other({ load, desk }: { load: () => Promise<ComponentType<Desk>>; desk: Desk }) {
    const { store, actions } = desk;
    const [Part, setPart] = useState<ComponentType<Desk> | null>(null);
    const [fault, setFault] = useState("");
    useEffect(() => {
        load().then(
            (part) => setPart(() => part),
            (error: Error) => setFault(error.message),
        );
    }, [load]);
    if (fault) return <Failure title={t("The editor could not be opened")} message={fault} retry={() => location.reload()} />;
    return (
        <div class="ck-builder ck-builder--plain" data-drawer={store.drawer.value} onKeyDown={(event) => event.key === "Escape" && (store.drawer.value = null)}>
            <TopBar {...desk} />
            {Part ? <Part key={store.template.value.id} {...desk} /> : <p class="ck-panel__hint">{t("Loading …")}</p>}
            <Dock store={store} labels={PANELS[store.template.value.templateType]?.() ?? {}} />
            <Confirm actions={actions} />
            <PublishDialog {...desk} />
            <p class="ck-word" role="status" aria-live="polite">
                {store.word.value}
            </p>
        </div>
    );
}

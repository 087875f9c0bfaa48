/** The ways out of the template that is open, which hosts switch on: other templates, documents, API keys. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import type { Desk } from "./app";
import { later } from "./later";
import { Icon } from "./parts";

const DocumentList = later(async () => (await import("./rooms")).DocumentList);
const TemplateList = later(async () => (await import("./rooms")).TemplateList);

export function Ways({ store, actions, documents, viewer, worker }: Desk) {
    const open = useSignal<"templates" | "documents" | null>(null);
    const close = () => (open.value = null);
    const ui = store.ui.value;
    const { apiKeysUrl } = store.session;
    return (
        <>
            {ui.showTemplateList && (
                <button type="button" class="button ck-templates-button" aria-haspopup="dialog" onClick={() => (open.value = "templates")}>
                    <Icon name="files" /> {t("Templates")}
                </button>
            )}
            {ui.showRenderHistory && (
                <button type="button" class="button ck-documents-button" aria-haspopup="dialog" onClick={() => (open.value = "documents")}>
                    <Icon name="file-text" /> {t("Documents")}
                </button>
            )}
            {ui.showApiKeysLink && apiKeysUrl && (
                <a class="button ck-keys-link" href={apiKeysUrl} target="_blank" rel="noopener">
                    <Icon name="key-round" /> {t("API keys")}
                    <span class="visually-hidden"> {t("(opens a new tab)")}</span>
                </a>
            )}
            {open.value === "templates" && <TemplateList store={store} actions={actions} close={close} />}
            {open.value === "documents" && <DocumentList documents={documents} viewer={viewer} worker={worker} close={close} />}
        </>
    );
}

/** The bar on top: the name, whether it is saved, and what is done with the whole template. */
import { t } from "../../lib/i18n";
import type { Actions } from "../actions";
import type { SaveState, Store } from "../state";
import type { Desk } from "./app";
import { Icon } from "./parts";
import { Ways } from "./ways";

const STATES: Record<SaveState, string> = {
    clean: "Saved",
    dirty: "Not saved yet",
    saving: "Saving…",
    offline: "No connection. Your work is kept here.",
    conflict: "Changed elsewhere",
    refused: "Not saved",
};

export function TopBar(desk: Desk) {
    const { store, actions } = desk;
    const ui = store.ui.value;
    const logoUrl = store.logoUrl.value;
    if (ui.showTopBar === false) return <Buttons store={store} actions={actions} />;
    return (
        <header class="ck-topbar">
            {logoUrl && <img class="ck-logo" src={logoUrl} alt="" />}
            <Title store={store} actions={actions} />
            <State store={store} />
            <div class="ck-topbar__actions">
                <Ways {...desk} />
                {store.may("delete") && store.template.value.id && (
                    <button type="button" class="ck-tool ck-delete-button" aria-label={t("Delete the template")} title={t("Delete the template")} onClick={() => void actions.remove()}>
                        <Icon name="trash-2" />
                    </button>
                )}
                {store.may("viewVersionHistory") && <Side store={store} name="versions" label={t("Versions")} icon="clock" />}
                <button
                    type="button"
                    class="button ck-preview-button"
                    aria-pressed={store.isPreviewOpen.value}
                    onClick={() => (store.isPreviewOpen.value = !store.isPreviewOpen.value)}
                >
                    <Icon name="eye" /> {t("Preview")}
                </button>
                <SaveAndPublish store={store} actions={actions} />
            </div>
        </header>
    );
}

/** Without the bar, what its buttons do stays in reach unless they are switched off too. */
function Buttons({ store, actions }: { store: Store; actions: Actions }) {
    const ui = store.ui.value;
    const isEmpty =
        ui.showCloseButton === false &&
        (ui.showSaveDraftButton === false || !store.may("saveDraft")) &&
        (ui.showPublishButton === false || !store.may("publish"));
    if (isEmpty) return null;
    return (
        <div class="ck-topbar">
            <div class="ck-topbar__actions">
                <SaveAndPublish store={store} actions={actions} />
            </div>
        </div>
    );
}

function SaveAndPublish({ store, actions }: { store: Store; actions: Actions }) {
    const ui = store.ui.value;
    return (
        <>
            {store.may("saveDraft") && ui.showSaveDraftButton !== false && (
                <button type="button" class="button ck-save-button" disabled={store.saveState.value === "saving"} onClick={actions.save}>
                    {t("Save")}
                </button>
            )}
            {store.may("publish") && ui.showPublishButton !== false && (
                <button type="button" class="button button--primary ck-publish-button" onClick={actions.askToPublish}>
                    {t("Publish")}
                </button>
            )}
            {ui.showCloseButton !== false && (
                <button type="button" class="ck-tool ck-close-button" aria-label={t("Close")} title={t("Close")} onClick={actions.close}>
                    <Icon name="x" />
                </button>
            )}
        </>
    );
}

function Title({ store, actions }: { store: Store; actions: Actions }) {
    const { name } = store.template.value;
    if (!store.may("rename")) return <h1 class="ck-title">{name}</h1>;
    return (
        <input
            class="ck-title ck-title--input"
            aria-label={t("Name of the template")}
            value={name}
            maxLength={120}
            onChange={(event) => actions.rename(event.currentTarget.value.trim())}
            onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        />
    );
}

function State({ store }: { store: Store }) {
    const state = store.saveState.value;
    const { publishedVersion, revision } = store.template.value;
    if (!store.isEditable) return <span class="ck-state">{t("Read only")}</span>;
    const words = state === "clean" && revision === 0 && !publishedVersion ? t("New") : t(STATES[state]);
    return (
        <span class={`ck-state ck-state--${state}`} role="status" title={store.saveError.value}>
            {words}
            {publishedVersion ? ` · ${t("version {number}", { number: publishedVersion })}` : ""}
        </span>
    );
}

/** A button that opens and closes a panel at the side. */
export function Side({ store, name, label, icon }: { store: Store; name: "versions" | "page" | "data"; label: string; icon: string }) {
    const isOpen = store.side.value === name;
    // Where panels lie over the sheet, one that was closed is still the chosen one.
    const isHidden = () => matchMedia("(width < 1180px)").matches && store.drawer.value === null;
    const press = () => {
        if (!isOpen || isHidden()) return store.openSide(name);
        store.side.value = store.drawer.value = null;
    };
    return (
        <button type="button" class="button" aria-pressed={isOpen} onClick={press}>
            <Icon name={icon} /> {label}
        </button>
    );
}

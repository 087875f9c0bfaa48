/** The form's page: the questions, the preview beside them, and what comes after sending. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../builder/ui/parts";
import { t } from "../../lib/i18n";
import { rows } from "../checks";
import type { Section } from "../schema";
import type { Api } from "../../embedded/api";
import { labelsOf, type Dataset, type FormStore } from "../state";
import { Done } from "./done";
import { FormField } from "./field";
import { FormPreview, type PreviewSource } from "./preview";
import { Rows } from "./rowlist";

export interface FormDesk {
    store: FormStore;
    api: Pick<Api, "json">;
    submit: () => Promise<unknown>;
    upload: (file: Blob) => Promise<string>;
    preview: PreviewSource;
    viewer: string;
    worker: string;
    close: () => void;
}

export function FormApp(desk: FormDesk) {
    const { store } = desk;
    const isPreview = useSignal(false);
    if (store.stage.value === "done") return <Done {...desk} />;
    const hasPreview = store.session.form.showPreview;
    return (
        <div class={`ck-form-page ${hasPreview ? "ck-form-page--split" : ""}`} data-shown={isPreview.value ? "preview" : "form"}>
            <Head {...desk} />
            {hasPreview && (
                <div class="ck-tabs ck-form-tabs" role="tablist">
                    <button type="button" role="tab" class="ck-tab" aria-selected={!isPreview.value} onClick={() => (isPreview.value = false)}>
                        {t("Form")}
                    </button>
                    <button type="button" role="tab" class="ck-tab" aria-selected={isPreview.value} onClick={() => (isPreview.value = true)}>
                        {t("Preview")}
                    </button>
                </div>
            )}
            <Questions {...desk} />
            {hasPreview && <FormPreview {...desk} />}
        </div>
    );
}

function Head({ store, close }: FormDesk) {
    const { template } = store.session;
    const [ui, logoUrl] = [store.ui.value, store.logoUrl.value];
    if (ui.showTopBar === false) return null;
    return (
        <header class="ck-form-head">
            {logoUrl && <img class="ck-logo" src={logoUrl} alt="" />}
            <h1 class="ck-form-title">{template?.name}</h1>
            {ui.showCloseButton !== false && (
                <button type="button" class="ck-tool ck-close-button" aria-label={t("Close")} onClick={close}>
                    <Icon name="x" />
                </button>
            )}
        </header>
    );
}

function Questions({ store, submit, upload }: FormDesk) {
    const form = useRef<HTMLFormElement>(null);
    const isBusy = store.stage.value !== "filling";
    const send = (event: Event) => {
        event.preventDefault();
        submit().catch(() => requestAnimationFrame(() => focusFirstFault(form.current)));
    };
    return (
        <form ref={form} class="ck-questions" noValidate onSubmit={send}>
            <Restored store={store} />
            {store.datasets.value.map((dataset) => (
                <DatasetChoice key={dataset.name} store={store} dataset={dataset} />
            ))}
            {store.schema.sections.map((section) => (
                <SectionFields key={section.key} store={store} section={section} upload={upload} />
            ))}
            {store.schema.lists.filter(({ key }) => store.isAsked(key)).map((list) => (
                <Rows
                    key={list.key}
                    {...{ store, list, upload, place: list.key, all: rows(store.answers.value, list.key) }}
                    put={(changed) => store.answer(list.key, changed.length ? changed : undefined)}
                />
            ))}
            <Problem text={store.problem.value} />
            {store.session.permissions.submitForm && (
                <button type="submit" class="button button--primary ck-submit-button" disabled={isBusy}>
                    {isBusy ? t(store.stage.value === "rendering" ? "Making the document …" : "Sending …") : t("Submit")}
                </button>
            )}
        </form>
    );
}

/** Whoever shares a device must be able to put the last answers away. */
function Restored({ store }: { store: FormStore }) {
    if (!store.isRestored.value) return null;
    return (
        <p class="ck-form-restored" role="status">
            {t("Your answers from last time are here.")}{" "}
            <button type="button" class="button button--small" onClick={() => store.startAnew()}>
                {t("Start anew")}
            </button>
        </p>
    );
}

/** Said aloud and brought into sight when sending did not work. */
function Problem({ text }: { text: string }) {
    return (
        <div class={text ? "ck-form-problem" : ""} role="alert">
            {text}
        </div>
    );
}

function SectionFields({ store, section, upload }: { store: FormStore; section: Section; upload: FormDesk["upload"] }) {
    const asked = section.questions.filter(({ key }) => store.isAsked(key));
    if (!asked.length) return null;
    return (
        <fieldset class="ck-section">
            {section.title && <legend class="ck-section__title">{section.title}</legend>}
            {asked.map((question) => (
                <FormField
                    key={question.key}
                    question={question}
                    place={question.key}
                    value={question.isComputed ? store.computedValues.value[question.key] : store.answers.value[question.key]}
                    fault={store.faultAt(question.key)}
                    answer={(value) => store.answer(question.key, value)}
                    leave={() => store.touch(question.key)}
                    upload={upload}
                />
            ))}
        </fieldset>
    );
}

/** Rows that the host offers to fill the form from, found by typing. */
function DatasetChoice({ store, dataset }: { store: FormStore; dataset: Dataset }) {
    const id = `dataset-${dataset.name}`;
    const labels = labelsOf(dataset);
    return (
        <div class="ck-question">
            <label class="ck-question__label" for={id}>
                {t("Fill from {name}", { name: dataset.name })}
            </label>
            <input
                id={id}
                class="input ck-input"
                list={`${id}-rows`}
                placeholder={t("Type to search")}
                onChange={(event) => store.choose(dataset, labels.indexOf(event.currentTarget.value))}
            />
            <datalist id={`${id}-rows`}>
                {labels.map((label, index) => (
                    <option key={index} value={label} />
                ))}
            </datalist>
        </div>
    );
}

function focusFirstFault(form: HTMLFormElement | null): void {
    const field = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus();
    field?.scrollIntoView({ block: "center" });
}

/** Tells the host how high the form is, so that the frame can grow with it. */
export function useHeight(tell: (heightPx: number) => void): void {
    useEffect(() => {
        let last = 0;
        const observer = new ResizeObserver(([entry]) => {
            const height = Math.ceil(entry?.borderBoxSize[0]?.blockSize ?? 0);
            if (Math.abs(height - last) < 2) return;
            last = height;
            tell(height);
        });
        const page = document.getElementById("app");
        if (page) observer.observe(page);
        return () => observer.disconnect();
    }, []);
}

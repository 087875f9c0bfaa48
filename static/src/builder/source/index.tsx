/** The source editor of an `html` template: markup and styles, the variables beside it, and the real PDF. */
import { useEffect, useRef } from "preact/hooks";
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import type { Store } from "../state";
import type { Desk } from "../ui/app";
import { DataPanel } from "../ui/datapanel";
import { PagePanel } from "../ui/pagepanel";
import { PreviewPane } from "../ui/previewpane";
import { VersionsPanel } from "../ui/versionspanel";
import { makeEditor, type Language, type SourceEditor, type Word } from "./editor";
import { messagesOf } from "./faults";

type Sources = Record<Language, string | undefined>;

export function Source(desk: Desk) {
    const { store } = desk;
    const language = useSignal<Language>("html");
    const editor = useRef<SourceEditor | null>(null);
    const insert = (word: Word) => editor.current?.insert(word.isList ? `{{#each ${word.key}}}\n\n{{/each}}` : `{{${word.key}}}`);
    return (
        <div class="ck-workspace">
            {store.isEditable && <Start store={store} insert={insert} />}
            <main class="ck-source">
                <div class="ck-tabs" role="tablist" aria-label={t("Source")}>
                    {(["html", "css"] as const).map((name) => (
                        <button key={name} type="button" role="tab" class="ck-tab" aria-selected={language.value === name} onClick={() => (language.value = name)}>
                            {name.toUpperCase()}
                        </button>
                    ))}
                </div>
                <Code key={language.value} {...desk} language={language.value} editor={editor} />
            </main>
            <End {...desk} />
        </div>
    );
}

interface CodeProps extends Desk {
    language: Language;
    editor: { current: SourceEditor | null };
}

function Code({ store, preview, language, editor }: CodeProps) {
    const place = useRef<HTMLDivElement>(null);
    const issues = preview.issues.value;
    useEffect(() => {
        if (!place.current) return;
        const made = makeEditor(place.current, {
            language,
            text: sourcesOf(store)[language] ?? "",
            label: language === "html" ? t("HTML source") : t("CSS source"),
            isEditable: store.isEditable,
            words: () => wordsOf(store),
            changed: (text) => store.change({ [language]: text } as never),
        });
        editor.current = made;
        return () => made.destroy();
    }, [store, language, editor]);
    useEffect(() => editor.current?.show(messagesOf(issues, language)), [issues, language, editor]);
    return <div ref={place} class="ck-source__place" />;
}

/** Variables to click, sample data, and the page. */
function Start({ store, insert }: { store: Store; insert: (word: Word) => void }) {
    const side = store.side.value;
    const shown = side === "page" || side === "data" ? side : "variables";
    const tabs = [["variables", t("Variables")], ["page", t("Page")], ["data", t("Sample data")]] as const;
    return (
        <aside class="ck-side ck-side--start" aria-label={t("Tools")}>
            <div class="ck-tabs" role="tablist">
                {tabs.map(([name, label]) => (
                    <button key={name} type="button" role="tab" class="ck-tab" aria-selected={shown === name} onClick={() => (store.side.value = name)}>
                        {label}
                    </button>
                ))}
            </div>
            {shown === "variables" && <Words store={store} insert={insert} />}
            {shown === "page" && <PagePanel store={store} />}
            {shown === "data" && <DataPanel store={store} />}
        </aside>
    );
}

function Words({ store, insert }: { store: Store; insert: (word: Word) => void }) {
    return (
        <div class="ck-panel">
            <p class="ck-panel__hint">{t("Click a variable to put it in, or type two braces in the source.")}</p>
            <ul class="ck-placed">
                {wordsOf(store).map((word) => (
                    <li key={`${word.key}${String(word.isList)}`}>
                        <button type="button" class="ck-placed__item" onClick={() => insert(word)}>
                            <span>{word.label}</span>
                            <code class="ck-field__hint">{word.key}</code>
                        </button>
                    </li>
                ))}
            </ul>
        </div>
    );
}

function End({ store, actions, preview, versions, viewer, worker }: Desk) {
    if (store.side.value === "versions" && !store.isPreviewOpen.value)
        return (
            <aside class="ck-side ck-side--end" aria-label={t("Versions")}>
                <VersionsPanel store={store} actions={actions} versions={versions} viewer={viewer} worker={worker} />
            </aside>
        );
    if (!store.isPreviewOpen.value) return null;
    return <PreviewPane preview={preview} viewer={viewer} worker={worker} close={() => (store.isPreviewOpen.value = false)} />;
}

function sourcesOf(store: Store): Sources {
    return store.envelope.value as unknown as Sources;
}

function wordsOf(store: Store): Word[] {
    const { groups, lists } = store.directory.value;
    return [
        ...groups.flatMap(({ fields }) => fields).map(({ key, label }) => ({ key, label, isList: false })),
        ...lists.flatMap(({ key, label, fields }) => [
            { key, label, isList: true },
            ...fields.map((field) => ({ key: field.key, label: `${label} › ${field.label}`, isList: false })),
        ]),
    ];
}

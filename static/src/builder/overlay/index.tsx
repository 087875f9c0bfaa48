/** The placer of a `pdf-overlay` template: the pages of a PDF, and the fields that are printed on them. */
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../../lib/i18n";
import type { PdfSheet } from "../../viewer/sheets";
import { PX_PER_MM } from "../sheet";
import type { Store } from "../state";
import type { Desk } from "../ui/app";
import { DataPanel } from "../ui/datapanel";
import { Icon, Tool } from "../ui/parts";
import { PreviewPane } from "../ui/previewpane";
import { VersionsPanel } from "../ui/versionspanel";
import { loadBase, BaseUpload } from "./base";
import { ICONS, kindName, nameOf } from "./box";
import type { FieldType } from "./fields";
import { OverlayPage } from "./page";
import { Placer } from "./placer";
import { Settings } from "./settings";

const TYPES = Object.keys(ICONS) as FieldType[];

export function Overlay(desk: Desk) {
    const { store, viewer, worker } = desk;
    const placer = useMemo(() => new Placer(store), [store]);
    const { base } = store.envelope.value as unknown as { base?: string };
    const [pages, setPages] = useState<PdfSheet[]>([]);
    const [fault, setFault] = useState("");
    useEffect(() => {
        if (!base) return setPages([]);
        return loadBase({ store, base, viewer, worker }, (found, problem) => {
            placer.sizes.value = found.map(({ width, height }) => ({ width, height }));
            setPages(found);
            setFault(problem);
        });
    }, [base, store, viewer, worker, placer]);
    const table = useRef<HTMLElement>(null);
    useEffect(() => fitted(table.current, placer), [placer]);
    return (
        <div class="ck-workspace" onKeyDown={(event) => undoKeys(event, placer)}>
            {store.isEditable && <Start store={store} placer={placer} />}
            <main ref={table} class="ck-desk" onPointerDown={() => (placer.chosen.value = null)}>
                {fault && (
                    <p class="ck-preview__fault" role="alert">
                        {fault}
                    </p>
                )}
                {!base && <Empty store={store} />}
                {pages.map((page, index) => (
                    <OverlayPage key={`${String(base)}-${String(index)}`} store={store} placer={placer} page={page} number={index + 1} />
                ))}
            </main>
            <End {...desk} placer={placer} />
        </div>
    );
}

/** Keeps the pages as wide as there is room, and no larger than they are on paper. */
function fitted(desk: HTMLElement | null, placer: Placer): () => void {
    if (!desk) return () => undefined;
    const fit = () => {
        const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(desk);
        const room = desk.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd);
        const widest = Math.max(...placer.sizes.value.map(({ width }) => width), 1) * PX_PER_MM;
        placer.zoom.value = Math.min(1, Math.max(0.25, room / widest));
    };
    const observer = new ResizeObserver(fit);
    observer.observe(desk);
    const unsubscribe = placer.sizes.subscribe(fit);
    return () => {
        observer.disconnect();
        unsubscribe();
    };
}

function Empty({ store }: { store: Store }) {
    return (
        <div class="ck-failure">
            <Icon name="file-text" />
            <h1>{t("Which PDF is filled in?")}</h1>
            <p>{t("Upload a form or a letter as PDF. Then place fields on its pages: text, pictures, codes, boxes to tick and signatures.")}</p>
            {store.isEditable && <BaseUpload store={store} label={t("Upload a PDF")} isPrimary />}
        </div>
    );
}

/** What can be placed, and what is there already. */
function Start({ store, placer }: { store: Store; placer: Placer }) {
    const isData = store.side.value === "data";
    const tab = (label: string, isShown: boolean, side: "variables" | "data") => (
        <button type="button" role="tab" class="ck-tab" aria-selected={isShown} onClick={() => (store.side.value = side)}>
            {label}
        </button>
    );
    return (
        <aside class="ck-side ck-side--start" aria-label={t("Tools")}>
            <div class="ck-tabs" role="tablist">
                {tab(t("Fields"), !isData, "variables")}
                {tab(t("Sample data"), isData, "data")}
            </div>
            {isData ? <DataPanel store={store} /> : <Fields store={store} placer={placer} />}
        </aside>
    );
}

function Fields({ store, placer }: { store: Store; placer: Placer }) {
    const hasPages = placer.sizes.value.length > 0;
    const lost = placer.lost();
    const reveal = (id: string) => show(id, store);
    return (
        <div class="ck-panel">
            <div class="ck-toolbar__part">
                <Tool icon="undo-2" label={t("Undo")} isOff={!placer.past.value.length} press={() => placer.undo()} hint="Ctrl+Z" />
                <Tool icon="redo-2" label={t("Redo")} isOff={!placer.future.value.length} press={() => placer.redo()} hint="Ctrl+Y" />
            </div>
            <div class="ck-kinds">
                {TYPES.map((type) => (
                    <button key={type} type="button" class="button" disabled={!hasPages} onClick={() => reveal(placer.add(type, pageInSight(), middleInSight(placer)))}>
                        <Icon name={ICONS[type]} /> {kindName(type)}
                    </button>
                ))}
            </div>
            {lost.length > 0 && (
                <p class="ck-preview__fault" role="alert">
                    {t("{count} fields are on pages that this PDF does not have.", { count: lost.length })}{" "}
                    <button type="button" class="button" onClick={() => lost.forEach(({ id }) => placer.remove(id))}>
                        {t("Delete them")}
                    </button>
                </p>
            )}
            <ul class="ck-placed" aria-label={t("Fields")}>
                {placer.fields.value.map((field) => (
                    <li key={field.id}>
                        <button type="button" class="ck-placed__item" aria-pressed={placer.chosen.value === field.id} onClick={() => reveal(field.id)}>
                            <Icon name={ICONS[field.type]} /> <span>{nameOf(field, store)}</span> <span class="ck-field__hint">{t("page {page}", { page: field.page ?? 1 })}</span>
                        </button>
                    </li>
                ))}
            </ul>
            {hasPages && <BaseUpload store={store} label={t("Use another PDF")} />}
        </div>
    );
}

function End({ placer, ...desk }: Desk & { placer: Placer }) {
    const { store, actions, preview, versions, viewer, worker } = desk;
    if (store.isPreviewOpen.value) return <PreviewPane preview={preview} viewer={viewer} worker={worker} close={() => (store.isPreviewOpen.value = false)} />;
    if (!store.isEditable) return null;
    return (
        <aside class="ck-side ck-side--end" aria-label={t("Settings")}>
            {store.side.value === "versions" ? (
                <VersionsPanel store={store} actions={actions} versions={versions} viewer={viewer} worker={worker} />
            ) : (
                <Settings store={store} placer={placer} />
            )}
        </aside>
    );
}

function undoKeys(event: KeyboardEvent, placer: Placer): void {
    if (!(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) placer.undo();
    else if (key === "y" || key === "z") placer.redo();
    else return;
    event.preventDefault();
}

/** Puts the focus on a field, so that arrow keys move it; one that was just added is drawn first, and no panel hides it. */
function show(id: string, store: Store): void {
    store.drawer.value = null;
    requestAnimationFrame(() => focusBox(id));
}

function focusBox(id: string): void {
    const box = document.querySelector<HTMLElement>(`[data-field="${CSS.escape(id)}"]`);
    box?.scrollIntoView({ block: "nearest" });
    box?.focus();
}

/** The page that is nearest to the middle of what is seen. */
function pageInSight(): number {
    const middle = innerHeight / 2;
    const found = [...document.querySelectorAll<HTMLElement>(".ck-page")].find((page) => page.getBoundingClientRect().bottom > middle);
    return Number(found?.dataset.page ?? 1);
}

function middleInSight(placer: Placer): { x: number; y: number } {
    const number = pageInSight();
    const { width, height } = placer.sizeOf(number);
    const box = document.querySelector(`.ck-page[data-page="${String(number)}"]`)?.getBoundingClientRect();
    if (!box) return { x: width / 2, y: height / 2 };
    return { x: width / 2, y: ((innerHeight / 2 - box.top) / box.height) * height };
}

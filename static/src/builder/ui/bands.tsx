/** Header and footer: three slots each, where text, variables and page numbers stand. */
import { baseKeymap } from "prosemirror-commands";
import { history, redo, undo } from "prosemirror-history";
import { keymap } from "prosemirror-keymap";
import { Node } from "prosemirror-model";
import { EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { bandSchema } from "../../schema";
import type { NodeJson } from "../../schema/content";
import type { Band, Bands } from "../session";
import type { Store } from "../state";
import { BandChip } from "../views/bandchip";
import { Switch } from "./controls";

type Which = "header" | "footer";
type Slot = "left" | "center" | "right";
const SLOTS: Slot[] = ["left", "center", "right"];

export function BandEditor({ store, band }: { store: Store; band: Which }) {
    const bands = store.envelope.value[band];
    const set = (changed: Bands | null) => store.change({ [band]: changed });
    if (!bands)
        return (
            <button type="button" class="button" onClick={() => set({ default: {}, first: null })}>
                {band === "header" ? t("Add a header") : t("Add a footer")}
            </button>
        );
    return (
        <>
            <Slots store={store} band={bands.default} set={(changed) => set({ ...bands, default: changed })} />
            <Switch
                label={t("Another one on the first page")}
                value={bands.first !== null}
                set={(isOn) => set({ ...bands, first: isOn ? {} : null })}
            />
            {bands.first && <Slots store={store} band={bands.first} set={(changed) => set({ ...bands, first: changed })} />}
            <button type="button" class="button button--quiet" onClick={() => set(null)}>
                {t("Remove")}
            </button>
        </>
    );
}

function Slots({ store, band, set }: { store: Store; band: Band; set: (band: Band) => void }) {
    const names = { left: t("Left"), center: t("Centre"), right: t("Right") };
    return (
        <>
            {SLOTS.map((slot) => (
                <SlotEditor
                    key={slot}
                    store={store}
                    label={names[slot]}
                    content={band[slot] ?? []}
                    set={(content) => set({ ...band, [slot]: content })}
                />
            ))}
        </>
    );
}

interface SlotProps {
    store: Store;
    label: string;
    content: NodeJson[];
    set: (content: NodeJson[]) => void;
}

/** One line of text with chips; what comes from elsewhere while it has the caret does not disturb it. */
function SlotEditor({ store, label, content, set }: SlotProps) {
    const place = useRef<HTMLDivElement>(null);
    const view = useRef<EditorView | null>(null);
    const latest = useRef(set);
    latest.current = set;
    useEffect(() => {
        if (!place.current) return;
        view.current = makeSlot(place.current, label, content, store, (changed) => latest.current(changed));
        return () => view.current?.destroy();
        // Made once; the store hears of every change, and a template that is opened makes a new panel.
    }, [store.template.value.id]);
    const put = (node: Node | undefined) => {
        const editor = view.current;
        if (!editor || !node) return;
        editor.dispatch(editor.state.tr.replaceSelectionWith(node));
        editor.focus();
    };
    return (
        <div class="ck-slot">
            <div class="ck-slot__bar">
                <span class="ck-field__label">{label}</span>
                <SlotMenu store={store} label={label} put={put} />
            </div>
            <div ref={place} class="ck-slot__place" />
        </div>
    );
}

/** What a slot can take besides text. */
function SlotMenu({ store, label, put }: { store: Store; label: string; put: (node: Node | undefined) => void }) {
    const { pageNumber, variable } = bandSchema.nodes;
    const choose = (chosen: string) =>
        put(chosen.startsWith("#") ? pageNumber?.create({ kind: chosen.slice(1) }) : variable?.create({ key: chosen }));
    const fields = store.directory.value.all().filter(({ key }) => !key.includes("[]"));
    return (
        <select
            class="ck-select"
            aria-label={t("Insert into {slot}", { slot: label })}
            value=""
            onChange={(event) => {
                choose(event.currentTarget.value);
                event.currentTarget.value = "";
            }}
        >
            <option value="">{t("Insert …")}</option>
            <option value="#page">{t("Page number")}</option>
            <option value="#pages">{t("Number of pages")}</option>
            {fields.map((field) => (
                <option key={field.key} value={field.key}>
                    {field.label}
                </option>
            ))}
        </select>
    );
}

function makeSlot(place: HTMLElement, label: string, content: NodeJson[], store: Store, changed: (content: NodeJson[]) => void): EditorView {
    const state = EditorState.create({
        doc: Node.fromJSON(bandSchema, { type: "band", content }),
        plugins: [history(), keymap({ "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo }), keymap(baseKeymap)],
    });
    const words = (key: string) => store.directory.value.field(key).label;
    const view = new EditorView(place, {
        state,
        editable: () => store.isEditable,
        attributes: { class: "input ck-slot__text", role: "textbox", "aria-label": label },
        nodeViews: { variable: (node) => new BandChip(node, words), pageNumber: (node) => new BandChip(node, words) },
        dispatchTransaction(transaction) {
            view.updateState(view.state.apply(transaction));
            if (transaction.docChanged) changed((view.state.doc.toJSON() as NodeJson).content ?? []);
        },
    });
    return view;
}

/** The settings of the chosen field, in words of people who never saw a PDF from inside. */
import { t } from "../../lib/i18n";
import type { Field } from "../catalog";
import { asKind, isChosen } from "../choices";
import { formatsFor } from "../formats";
import type { Store } from "../state";
import { Amount, Choice, Line, Switch, VariableChoice } from "../ui/controls";
import { Options } from "../ui/options";
import { Group, Icon } from "../ui/parts";
import { FONTS } from "../ui/textstyle";
import { Upload } from "../ui/upload";
import { kindName } from "./box";
import type { OverlayField } from "./fields";
import type { Placer } from "./placer";

interface Props {
    store: Store;
    placer: Placer;
    field: OverlayField;
    set: (part: Partial<OverlayField>) => void;
}

export function Settings({ store, placer }: Omit<Props, "field" | "set">) {
    const field = placer.field.value;
    if (!field)
        return (
            <div class="ck-panel">
                <p class="ck-panel__hint">{t("Choose a field on the page, or add one on the left. Arrow keys move it by 1 mm, with Shift by 0.2 mm.")}</p>
            </div>
        );
    const set = (part: Partial<OverlayField>) => placer.change(field.id, part);
    return (
        <div class="ck-panel" key={field.id}>
            <Group title={kindName(field.type)}>
                <Content store={store} placer={placer} field={field} set={set} />
            </Group>
            {field.type === "text" && <Type store={store} placer={placer} field={field} set={set} />}
            <Position placer={placer} field={field} set={set} />
            <div class="ck-grid">
                <button type="button" class="button" onClick={() => placer.duplicate(field.id)}>
                    <Icon name="copy" /> {t("Duplicate")}
                </button>
                <button type="button" class="button" onClick={() => placer.remove(field.id)}>
                    <Icon name="trash-2" /> {t("Delete")}
                </button>
            </div>
        </div>
    );
}

/** What is printed: a variable's value, or something fixed. */
function Content({ store, field, set }: Props) {
    const takes = (one: Field) => !one.key.includes("[]") && fits(one.type, field.type);
    const fixed = field.type === "image" ? "asset" : "text";
    if (field.type === "signature") return <Signature store={store} field={field} set={set} />;
    const bind = (key: string | null) => set(key ? { bind: key, [fixed]: null } : { bind: null, ...(fixed === "text" ? { text: "Text" } : {}) });
    return (
        <>
            <VariableChoice
                store={store}
                label={t("Variable")}
                value={field.bind ?? null}
                set={bind}
                takes={takes}
                none={field.type === "checkbox" ? t("Always ticked") : t("None: a fixed content")}
            />
            {!field.bind && fixed === "text" && field.type !== "checkbox" && (
                <Line label={t("Fixed text")} value={field.text ?? ""} longest={2000} set={(text) => set({ text: text ?? " " })} />
            )}
            {field.type === "image" && !field.bind && (
                <Upload store={store} label={field.asset ? t("Another picture") : t("Upload a picture")} done={(asset) => set({ asset })} />
            )}
            <Kind field={field} set={set} store={store} />
        </>
    );
}

/** What only this kind of field has. */
function Kind({ store, field, set }: Omit<Props, "placer">) {
    if (field.type === "text" && field.bind) {
        const formats = formatsFor(store.directory.value.field(field.bind).type);
        return (
            <>
                {formats.length > 0 && (
                    <Choice
                        label={t("Written as")}
                        value={String(field.format ?? "")}
                        set={(format) => set({ format: format || null })}
                        options={[["", t("As usual")], ...formats.map(([name, words]) => [name, t(words)] as const)]}
                    />
                )}
                <Line label={t("When it is empty")} value={(field.fallback as string | null) ?? null} set={(fallback) => set({ fallback })} />
            </>
        );
    }
    if (field.type === "image") {
        const options = [["contain", t("All of it")], ["cover", t("Fill the box")], ["fill", t("Stretch")]] as const;
        return <Choice label={t("How it fills the box")} value={String(field.fit ?? "contain")} set={(fit) => set({ fit })} options={options} />;
    }
    if (field.type === "barcode") {
        const options = CODES.map((name) => [name, name.toUpperCase()] as const);
        return <Choice label={t("Kind")} value={String(field.kind ?? "code128")} set={(kind) => set({ kind })} options={options} />;
    }
    if (field.type !== "checkbox") return null;
    const marks = [["check", "✓"], ["cross", "✗"], ["dot", "●"]] as const;
    return <Choice label={t("Sign")} value={String(field.mark ?? "check")} set={(mark) => set({ mark })} options={marks} />;
}

const CODES = ["code128", "ean13", "datamatrix"];

function Signature({ store, field, set }: Omit<Props, "placer">) {
    const { roles } = store.envelope.value;
    const kinds = [["signature", t("Signature")], ["initials", t("Initials")], ["date", t("Date of signing")], ["text", t("Text to fill in when signing")], ["checkbox", t("Box to tick when signing")], ["radio", t("One of several options")], ["select", t("Choice from a list")]] as const;
    const add = () => {
        const number = roles.length + 1;
        const role = { key: `role${String(number)}`, label: t("Signer {number}", { number }), order: number };
        store.change({ roles: [...roles, role] });
        set({ role: role.key });
    };
    return (
        <>
            <Choice label={t("Who signs")} value={String(field.role ?? "")} set={(role) => set({ role: role || null })} options={[["", t("Anybody")], ...roles.map(({ key, label }) => [key, label] as const)]} />
            <button type="button" class="button" onClick={add}>
                <Icon name="plus" /> {t("Add a signer")}
            </button>
            <Choice label={t("What is filled in")} value={String(field.kind ?? "signature")} set={(kind) => set(asKind(kind, field.options))} options={kinds} />
            {isChosen(field.kind) && <Options value={(field.options as string[] | null) ?? []} set={(options) => set({ options })} />}
            <Switch label={t("Must be filled in")} value={field.required !== false} set={(required) => set({ required })} />
        </>
    );
}

function Type({ store, field, set }: Props) {
    const fonts = FONTS.map((font) => [font, font] as const);
    const { typography } = store.envelope.value;
    return (
        <Group title={t("Type")}>
            <Choice label={t("Font")} value={String(field.font ?? "")} set={(font) => set({ font: font || null })} options={[["", typography.font], ...fonts]} />
            <div class="ck-grid">
                <Amount label={t("Size")} unit="pt" min={2} max={400} step={0.5} value={(field.size as number | null) ?? null} set={(size) => set({ size })} />
                <Choice label={t("Strength")} value={String(field.weight ?? 400)} set={(weight) => set({ weight: Number(weight) })} options={[["400", t("Normal")], ["600", t("Half bold")], ["700", t("Bold")]]} />
                <Choice label={t("Across")} value={String(field.align ?? "left")} set={(align) => set({ align })} options={[["left", t("Left")], ["center", t("Centre")], ["right", t("Right")], ["justify", t("Justified")]]} />
                <Choice label={t("Down")} value={String(field.valign ?? "top")} set={(valign) => set({ valign })} options={[["top", t("Top")], ["middle", t("Middle")], ["bottom", t("Bottom")]]} />
            </div>
            <Choice
                label={t("When the text is too long")}
                value={String(field.overflow ?? "shrink")}
                set={(overflow) => set({ overflow })}
                options={[["shrink", t("Make it smaller")], ["wrap", t("Go on in the next line")], ["clip", t("Cut it off, with a warning")]]}
            />
        </Group>
    );
}

function Position({ placer, field, set }: Omit<Props, "store">) {
    const { width, height } = placer.sizeOf(field.page ?? 1);
    const amount = (label: string, name: "x" | "y" | "w" | "h", max: number) => (
        <Amount label={label} unit="mm" min={0} max={Math.ceil(max)} step={0.1} value={field[name]} set={(value) => value !== null && set({ [name]: value })} />
    );
    return (
        <Group title={t("Place")}>
            <div class="ck-grid">
                {amount(t("From the left"), "x", width)}
                {amount(t("From the top"), "y", height)}
                {amount(t("Width"), "w", width)}
                {amount(t("Height"), "h", height)}
            </div>
        </Group>
    );
}

function fits(type: string, kind: OverlayField["type"]): boolean {
    if (kind === "image") return type === "image";
    if (kind === "checkbox") return type === "boolean";
    return type !== "image";
}

/** Settings of pictures, codes, charts and fields for signing. */
import { t } from "../../lib/i18n";
import { asKind, isChosen } from "../choices";
import { Amount, Choice, Line, ListChoice, Switch, VariableChoice } from "./controls";
import type { SettingsProps } from "./inspector";
import { newRole } from "../roles";
import { Options } from "./options";
import { Upload } from "./upload";

const ALIGNMENTS = () => [["", t("Start")], ["center", t("Centre")], ["right", t("Right")]] as const;

export function ImageSettings({ store, node, set }: SettingsProps) {
    const { bind, asset } = node.attrs as { bind: string | null; asset: string | null };
    return (
        <>
            <Upload store={store} label={asset ? t("Another picture") : t("Upload a picture")} done={(id) => set({ asset: id, bind: null })} />
            <VariableChoice
                store={store}
                label={t("Or the picture of a variable")}
                value={bind}
                set={(key) => set({ bind: key, asset: key ? null : asset })}
                takes={({ type }) => type === "image"}
                none={t("None")}
            />
            <Line label={t("Description")} value={String(node.attrs.alt)} set={(alt) => set({ alt: alt ?? "" })} hint={t("Read out to people who cannot see it.")} longest={1000} />
            <Amount label={t("Width")} unit="mm" min={1} max={2000} value={node.attrs.width as number | null} set={(width) => set({ width })} />
            <Choice label={t("Place")} value={(node.attrs.align as string | null) ?? ""} set={(align) => set({ align: align || null })} options={ALIGNMENTS()} />
        </>
    );
}

export function BarcodeSettings({ store, node, set }: SettingsProps) {
    const { key, value, kind } = node.attrs as { key: string | null; value: string | null; kind: string };
    return (
        <>
            <Choice
                label={t("Kind")}
                value={kind}
                set={(chosen) => set({ kind: chosen })}
                options={[
                    ["qr", "QR"],
                    ["code128", "Code 128"],
                    ["ean13", "EAN-13"],
                    ["datamatrix", "Data Matrix"],
                ]}
            />
            <VariableChoice store={store} label={t("Value of")} value={key} set={(chosen) => set({ key: chosen, value: chosen ? null : (value ?? "12345") })} none={t("A fixed value")} />
            {key === null && <Line label={t("Fixed value")} value={value} set={(text) => text && set({ value: text })} longest={2000} />}
            <Amount label={t("Size")} unit="mm" min={5} max={300} value={node.attrs.size as number | null} set={(size) => set({ size })} />
        </>
    );
}

export function ChartSettings({ store, node, set }: SettingsProps) {
    const { each, label, values, kind } = node.attrs as { each: string; label: string; values: string[]; kind: string };
    const isOfList = ({ key }: { key: string }) => key.startsWith(`${each}[].`);
    return (
        <>
            <Choice
                label={t("Kind")}
                value={kind}
                set={(chosen) => set({ kind: chosen })}
                options={[
                    ["bar", t("Bars")],
                    ["line", t("Lines")],
                    ["pie", t("Pie")],
                ]}
            />
            <ListChoice store={store} label={t("List")} value={each} set={(chosen) => chosen && set({ each: chosen })} />
            <VariableChoice store={store} label={t("Names")} value={label} set={(chosen) => chosen && set({ label: chosen })} takes={isOfList} />
            <VariableChoice store={store} label={t("Values")} value={values[0] ?? null} set={(chosen) => chosen && set({ values: [chosen, ...values.slice(1)] })} takes={isOfList} />
            <Line label={t("Title")} value={node.attrs.title as string | null} set={(title) => set({ title })} />
            <Amount label={t("Height")} unit="mm" min={20} max={1000} value={node.attrs.height as number | null} set={(height) => set({ height: height ?? 70 })} />
        </>
    );
}

export function ContentsSettings({ node, set }: SettingsProps) {
    const levels = [1, 2, 3, 4].map((level) => [String(level), t("Heading {level}", { level })] as const);
    return (
        <>
            <Choice label={t("From")} value={String(node.attrs.from)} set={(from) => set({ from: Number(from) })} options={levels} />
            <Choice label={t("To")} value={String(node.attrs.to)} set={(to) => set({ to: Number(to) })} options={levels} />
        </>
    );
}

const NEW_ROLE = "+";

export function SignatureSettings({ store, node, set }: SettingsProps) {
    const { roles } = store.envelope.value;
    return (
        <>
            <Choice
                label={t("What is filled in")}
                value={String(node.attrs.kind)}
                set={(kind) => set(asKind(kind, node.attrs.options))}
                options={[
                    ["signature", t("Signature")],
                    ["initials", t("Initials")],
                    ["date", t("Date of signing")],
                    ["text", t("Text")],
                    ["checkbox", t("Box to tick")],
                    ["radio", t("One of several options")],
                    ["select", t("Choice from a list")],
                ]}
            />
            {isChosen(node.attrs.kind) && <Options value={(node.attrs.options as string[] | null) ?? []} set={(options) => set({ options })} />}
            <Choice
                label={t("By whom")}
                value={(node.attrs.role as string | null) ?? ""}
                set={(role) => set({ role: role === NEW_ROLE ? newRole(store) : role || null })}
                options={[
                    ["", t("Anybody")],
                    ...roles.map(({ key, label }) => [key, label || key] as const),
                    [NEW_ROLE, t("Somebody new …")],
                ]}
                hint={t("Signers are named under Page.")}
            />
            <Line label={t("Label")} value={node.attrs.label as string | null} set={(label) => set({ label })} />
            <Switch label={t("Must be filled in")} value={Boolean(node.attrs.required)} set={(required) => set({ required })} />
            <Amount label={t("Width")} unit="mm" min={3} max={200} value={node.attrs.width as number | null} set={(width) => set({ width })} />
            <Amount label={t("Height")} unit="mm" min={3} max={100} value={node.attrs.height as number | null} set={(height) => set({ height })} />
        </>
    );
}

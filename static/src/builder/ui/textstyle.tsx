/** Kind of paragraph, font, size and colour of the text. */
import { t } from "../../lib/i18n";
import * as commands from "../commands";
import type { Look } from "../look";
import type { Store } from "../state";

interface Props {
    store: Store;
    now: Look;
}

const SIZES = [7, 8, 9, 9.5, 10, 10.5, 11, 12, 14, 16, 18, 20, 24, 28, 32, 40, 48, 64];
export const FONTS = [
    "Inter",
    "Liberation Sans",
    "Liberation Serif",
    "Liberation Mono",
    "Noto Sans",
    "Noto Serif",
];

/** Paragraph or a heading. */
export function BlockSelect({ store, now }: Props) {
    const choose = (value: string) =>
        store.run(
            value === "paragraph"
                ? commands.block("paragraph")
                : commands.block("heading", { level: Number(value.replace("heading", "")) }),
        );
    return (
        <select
            class="ck-select ck-select--block"
            aria-label={t("Kind of paragraph")}
            value={now.block}
            onChange={(event) => choose(event.currentTarget.value)}
        >
            <option value="paragraph">{t("Text")}</option>
            <option value="heading1">{t("Heading 1")}</option>
            <option value="heading2">{t("Heading 2")}</option>
            <option value="heading3">{t("Heading 3")}</option>
            <option value="heading4">{t("Heading 4")}</option>
        </select>
    );
}

/** The font of the selected text; the first choice is the document's. */
export function FontSelect({ store, now }: Props) {
    const own = store.envelope.value.typography.font;
    const fonts = [...new Set([...FONTS, own, ...(now.font ? [now.font] : [])])].sort();
    return (
        <select
            class="ck-select ck-select--font"
            aria-label={t("Font")}
            value={now.font ?? ""}
            onChange={(event) => store.run(commands.style({ font: event.currentTarget.value || null }))}
        >
            <option value="">{own}</option>
            {fonts
                .filter((font) => font !== own)
                .map((font) => (
                    <option key={font} value={font}>
                        {font}
                    </option>
                ))}
        </select>
    );
}

/** The size in points. */
export function SizeSelect({ store, now }: Props) {
    const own = store.envelope.value.typography.size;
    const sizes = [...new Set([...SIZES, ...(now.size ? [now.size] : [])])].sort((a, b) => a - b);
    return (
        <select
            class="ck-select ck-select--size"
            aria-label={t("Size in points")}
            value={now.size ?? ""}
            onChange={(event) => store.run(commands.style({ size: Number(event.currentTarget.value) || null }))}
        >
            <option value="">{own}</option>
            {sizes.map((size) => (
                <option key={size} value={size}>
                    {size}
                </option>
            ))}
        </select>
    );
}

interface Swatch {
    label: string;
    letter: string;
    name: "color" | "background";
    value: string | null;
    fallback: string;
}

/** The colour of the text. */
export function ColourTool({ store, now }: Props) {
    const { color } = store.envelope.value.typography;
    const swatch = { label: t("Colour of the text"), letter: "A", name: "color" as const, value: now.color, fallback: color };
    return <Colour store={store} {...swatch} />;
}

/** The colour behind the text. */
export function HighlightTool({ store, now }: Props) {
    const swatch = { label: t("Colour behind the text"), letter: "▨", name: "background" as const, value: now.background };
    return <Colour store={store} {...swatch} fallback="#fff3a3" />;
}

function Colour({ store, label, letter, name, value, fallback }: Swatch & { store: Store }) {
    const bar = name === "color" ? (value ?? fallback) : (value ?? "transparent");
    return (
        <label class="ck-tool ck-colour-tool" title={label}>
            <span aria-hidden="true">{letter}</span>
            <i style={{ background: bar }} />
            <input
                type="color"
                aria-label={label}
                value={value ?? fallback}
                onChange={(event) => store.run(commands.style({ [name]: event.currentTarget.value }))}
            />
        </label>
    );
}

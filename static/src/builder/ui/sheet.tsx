/** The paper with the editing area, and the header and footer in its margins. */
import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { isRightToLeft, t } from "../../lib/i18n";
import type { NodeJson } from "../../schema/content";
import type { Band, Bands } from "../session";
import { PX_PER_MM, pageStyle, paper } from "../sheet";
import type { Store } from "../state";

const LEAST_FIT = 0.6;
const SLOTS = ["left", "center", "right"] as const;

/** ProseMirror owns what is between the margins. */
export function Sheet({ store }: { store: Store }) {
    const place = useRef<HTMLDivElement>(null);
    useEffect(() => {
        place.current?.append(store.view.dom);
    }, [store]);
    const { page, header, footer } = store.envelope.value;
    const fit = useFit(place, paper(page)[0]);
    const { top = 20, bottom = 20, left = 20, right = 20 } = page.margin;
    const sides = { paddingInline: `${String(left)}mm ${String(right)}mm` };
    return (
        <div class="ck-sheet" dir={isRightToLeft(store.template.value.locale) ? "rtl" : "ltr"} style={{ ...pageStyle(store.envelope.value), zoom: fit }}>
            <BandStrip store={store} which="header" bands={header} style={{ ...sides, height: `${String(top)}mm` }} />
            <div ref={place} />
            <BandStrip store={store} which="footer" bands={footer} style={{ ...sides, height: `${String(bottom)}mm` }} />
        </div>
    );
}

/** Where the paper is wider than its place, such as beside the preview, it is shown smaller, as far as it can be read. */
function useFit(place: RefObject<HTMLElement | null>, millimetres: number): string {
    const fit = useSignal(1);
    useEffect(() => {
        const desk = place.current?.closest<HTMLElement>(".ck-desk");
        if (!desk) return;
        const observer = new ResizeObserver(() => {
            const { paddingLeft, paddingRight } = getComputedStyle(desk);
            const room = desk.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
            fit.value = Math.min(1, Math.max(LEAST_FIT, Math.floor((100 * room) / (millimetres * PX_PER_MM)) / 100));
        });
        observer.observe(desk);
        return () => observer.disconnect();
    }, [millimetres]);
    return String(fit.value);
}

interface StripProps {
    store: Store;
    which: "header" | "footer";
    bands: Bands | null;
    style: Record<string, string>;
}

/** A margin of the page: what is printed there, or how to print something there. */
function BandStrip({ store, which, bands, style }: StripProps) {
    const band = which === "header" ? (bands?.first ?? bands?.default) : bands?.default;
    const isEmpty = !band || SLOTS.every((slot) => !band[slot]?.length);
    const name = which === "header" ? t("Header") : t("Footer");
    const open = () => store.openSide("page");
    const shown = isEmpty ? store.isEditable && <span class="ck-strip__hint">{name}</span> : <Slots store={store} band={band} />;
    if (!store.isEditable) return <div class={`ck-strip ck-strip--${which}`} style={style} children={shown} />;
    return (
        <button type="button" class={`ck-strip ck-strip--${which}`} style={style} title={t("Edit: {name}", { name })} onClick={open}>
            <span class="visually-hidden">{t("Edit: {name}", { name })} </span>
            {shown}
        </button>
    );
}

function Slots({ store, band }: { store: Store; band: Band }) {
    return (
        <>
            {SLOTS.map((slot) => (
                <span key={slot} class={`ck-strip__slot ck-strip__slot--${slot}`} style={slotStyle(band[slot] ?? [])}>
                    {(band[slot] ?? []).map((node, index) => (
                        <Piece key={index} store={store} node={node} />
                    ))}
                </span>
            ))}
        </>
    );
}

function Piece({ store, node }: { store: Store; node: NodeJson }) {
    const attrs = node.attrs ?? {};
    if (node.type === "text") return <>{node.text}</>;
    if (node.type === "hardBreak") return <br />;
    if (node.type === "pageNumber") return <>{attrs.kind === "pages" ? "9" : "1"}</>;
    if (node.type === "image") return <span class="ck-chip">{t("Picture")}</span>;
    return <span class="ck-chip">{store.directory.value.field(String(attrs.key)).label}</span>;
}

/** A slot prints in one style, that of its first text with any. */
function slotStyle(nodes: NodeJson[]): Record<string, string> {
    const marks = nodes.find((node) => node.marks?.length)?.marks ?? [];
    const style = marks.find(({ type }) => type === "textStyle")?.attrs ?? {};
    const has = (name: string) => marks.some(({ type }) => type === name);
    return {
        ...(style.color ? { color: String(style.color) } : {}),
        ...(style.size ? { fontSize: `${String(style.size)}pt` } : {}),
        ...(has("bold") ? { fontWeight: "600" } : {}),
        ...(has("italic") ? { fontStyle: "italic" } : {}),
    };
}

/** How each node without text is drawn in the editing area, in the sizes of the print. */
import type { Node } from "prosemirror-model";
import { element, icon } from "../../lib/dom";
import { definition } from "../../schema/definition";
import type { AtomContext } from "./atom";

type Drawing = (node: Node, dom: HTMLElement, context: AtomContext) => void;

export const DRAWINGS: Record<string, Drawing> = {
    image: drawImage,
    signatureField: drawField,
    barcode: drawCode,
    chart: drawChart,
    toc: drawContents,
    pageBreak: (node, dom, context) => dom.replaceChildren(element("span", {}, context.words(node))),
};
const CHARTS: Record<string, string> = { bar: "chart-column", line: "chart-line", pie: "chart-pie" };
/** What a picture without a width of its own is shown as, as long as its size is not known. */
const PICTURE = [50, 20] as const;
/** Millimetres that all options of a field take at most by themselves. */
const TALLEST = 230;

function drawImage(node: Node, dom: HTMLElement, context: AtomContext): void {
    const { asset, width } = node.attrs as { asset: string | null; width: number | null };
    if (!asset) return placeholder(dom, "image", context.words(node), width ?? PICTURE[0], PICTURE[1]);
    if (dom.dataset.asset === asset) return size(dom.querySelector("img"), width, null);
    dom.dataset.asset = asset;
    const picture = element("img", { alt: String(node.attrs.alt), draggable: "false" });
    size(picture, width, null);
    placeholder(dom, "image", context.words(node), width ?? PICTURE[0], PICTURE[1]);
    context.asset(asset).then(
        (address) => {
            picture.src = address;
            dom.replaceChildren(picture);
        },
        () => dom.classList.add("ck-atom--failed"),
    );
}

function drawField(node: Node, dom: HTMLElement, context: AtomContext): void {
    const kind = String(node.attrs.kind);
    const [width, height] = definition.fieldSizes[kind] ?? [60, 18];
    if (kind === "radio") return drawOptions(node, dom, context.words(node), [width, height]);
    const box = element("span", { class: "ck-field-box" });
    size(box, (node.attrs.width as number | null) ?? width, (node.attrs.height as number | null) ?? height);
    const field = element("span", { class: `ck-field ck-field-${kind}` }, box);
    field.append(element("span", { class: "ck-field-label" }, context.words(node)));
    dom.replaceChildren(field);
}

/** Rows of one height, as the print has them: a given height is shared, else each takes its own. */
function drawOptions(node: Node, dom: HTMLElement, label: string, [width, row]: readonly [number, number]): void {
    const { options, height } = node.attrs as { options: string[] | null; height: number | null };
    const words = (options ?? []).map((option) => element("span", { class: "ck-field-option" }, option));
    const rows = element("span", { class: "ck-field-options" }, element("span", { class: "ck-field-box" }), ...words);
    size(rows, (node.attrs.width as number | null) ?? width, null);
    const least = height ? height / Math.max(words.length, 1) : Math.min(row, TALLEST / Math.max(words.length, 1));
    rows.style.gridAutoRows = `minmax(${String(least)}mm, 1fr)`;
    const field = element("span", { class: "ck-field ck-field-radio" });
    field.append(element("span", { class: "ck-field-label" }, label), rows);
    dom.replaceChildren(field);
}

function drawCode(node: Node, dom: HTMLElement, context: AtomContext): void {
    const { kind, showText } = node.attrs as { kind: string; showText: boolean };
    const isSquare = kind === "qr" || kind === "datamatrix";
    const side = (node.attrs.size as number | null) ?? (isSquare ? 25 : 40);
    const bars = element("span", { class: isSquare ? "ck-code-square" : "ck-code-bars" });
    if (isSquare) bars.append(icon("qr-code"));
    size(bars, side, isSquare ? side : ((node.attrs.height as number | null) ?? 15));
    const text = isSquare || !showText ? [] : [element("span", { class: "ck-code-text" }, context.words(node))];
    dom.title = context.words(node);
    dom.replaceChildren(bars, ...text);
}

function drawChart(node: Node, dom: HTMLElement, context: AtomContext): void {
    const { kind, width, height } = node.attrs as { kind: string; width: number | null; height: number };
    placeholder(dom, CHARTS[kind] ?? "chart-column", context.words(node), width, height);
}

/** The headings as they stand now; only the print knows their pages. */
function drawContents(node: Node, dom: HTMLElement, context: AtomContext): void {
    const { from, to } = node.attrs as { from: number; to: number };
    const shown = context.headings().filter(({ level, text }) => level >= from && level <= to && text);
    if (!shown.length) return placeholder(dom, "table-of-contents", context.words(node), null, null);
    const lines = shown.map(({ level, text }) => {
        const line = element("span", { class: `ck-toc-line ck-toc-${String(level - from + 1)}` });
        line.append(element("span", { class: "ck-toc-text" }, text), element("span", { class: "ck-toc-dots" }));
        return line;
    });
    dom.replaceChildren(element("div", { class: "ck-toc" }, ...lines));
}

function placeholder(dom: HTMLElement, name: string, words: string, width: number | null, height: number | null): void {
    const box = element("span", { class: "ck-atom__box" }, icon(name), words);
    size(box, width, height);
    dom.replaceChildren(box);
}

/** Millimetres, written through the CSSOM. */
function size(target: HTMLElement | null, width: number | null, height: number | null): void {
    if (!target) return;
    target.style.width = width ? `${String(width)}mm` : "";
    target.style.height = height ? `${String(height)}mm` : "";
}

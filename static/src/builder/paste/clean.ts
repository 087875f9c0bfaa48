/**
 * Markup from word processors and web pages, in forms that the schema reads. Safety does not rest on what is taken out
 * here but on the schema, which knows no node that could run or load anything.
 */
import { element } from "../../lib/dom";
import { buildWordLists, mendNesting } from "./lists";
import { alignment, colour, declarations, indentOf, textLook } from "./styles";
import { makeParser } from "./trusted";

const GONE =
    "script, style, meta, link, title, xml, object, iframe, svg, template, noscript, head, img, picture, video, audio";
const TEXT_TAGS = new Set(["SPAN", "FONT", "B", "STRONG", "I", "EM", "U", "S", "A", "SUB", "SUP", "INS", "DEL"]);
const BLOCKS = new Set(["P", "H1", "H2", "H3", "H4", "H5", "H6", "DIV", "LI"]);

/** Styles and handlers under names that nobody acts on: a policy would report each. */
export function inert(html: string): string {
    return html
        .replace(/<style[\s\S]*?<\/style\s*>/gi, "")
        .replace(/<!--[\s\S]*?-->/g, "")
        .replace(/<[a-z][^>]*/gi, inertTag);
}

function inertTag(tag: string): string {
    return tag.replace(/(\s)style(\s*=)/gi, "$1data-style$2").replace(/([\s"'/])on(\w+\s*=)/gi, "$1data-on-$2");
}

/** What is on the clipboard, ready for the schema. Our own copies need nothing but to be inert. */
export function cleanPasted(html: string): string {
    if (html.includes("data-pm-slice")) return inert(html);
    const { body } = makeParser()(inert(html));
    for (const unwanted of [...body.querySelectorAll(GONE)]) unwanted.remove();
    unwrapForeign(body);
    buildWordLists(body);
    mendNesting(body);
    const usual = usualSize(body);
    for (const table of [...body.querySelectorAll("table")]) cleanTable(table);
    for (const found of [...body.querySelectorAll<HTMLElement>("*")]) {
        if (BLOCKS.has(found.tagName)) cleanBlock(found);
        else if (TEXT_TAGS.has(found.tagName)) cleanText(found, usual);
    }
    return body.outerHTML.replace(/^<body[^>]*>|<\/body>$/g, "");
}

/** Elements of other vocabularies (`o:p`), and the bold that is none around everything from Google Docs. */
function unwrapForeign(body: HTMLElement): void {
    for (const found of [...body.querySelectorAll<HTMLElement>("*")]) {
        const isForeign = found.tagName.includes(":");
        const isNoBold = found.tagName === "B" && textLook(styleOf(found)).bold === false;
        if (isForeign && !found.textContent.replace(/\u00a0/g, "").trim()) found.remove();
        else if (isForeign || isNoBold) found.replaceWith(...found.childNodes);
    }
}

function styleOf(found: HTMLElement): Record<string, string> {
    return declarations(found.dataset.style ?? "");
}

/** The size that most of the text has: it becomes the document's own size. */
function usualSize(body: HTMLElement): number | null {
    const letters = new Map<number, number>();
    for (const found of body.querySelectorAll<HTMLElement>("span[data-style], font[data-style]")) {
        const { size } = textLook(styleOf(found));
        if (size) letters.set(size, (letters.get(size) ?? 0) + found.textContent.length);
    }
    return [...letters].sort(([, one], [, other]) => other - one)[0]?.[0] ?? null;
}

/** Alignment and indent, in the form of our own clipboard. */
function cleanBlock(found: HTMLElement): void {
    const style = styleOf(found);
    const align = alignment(style, found.getAttribute("align"));
    const heading = /^H([1-6])$/.exec(found.tagName)?.[1];
    if (heading) return own(found, "heading", { level: Math.min(Number(heading), 4), align });
    if (found.tagName !== "P") return;
    const indent = found.closest("li") ? 0 : indentOf(style);
    if (align || indent) own(found, "paragraph", { align, indent: indent || null });
}

function own(found: HTMLElement, node: string, attrs: Record<string, unknown>): void {
    found.dataset.node = node;
    found.dataset.attrs = JSON.stringify(
        Object.fromEntries(Object.entries(attrs).filter(([, value]) => value !== null)),
    );
}

/** The look of a piece of text as the elements of our marks. */
function cleanText(found: HTMLElement, usual: number | null): void {
    const look = textLook(styleOf(found));
    const isHeading = found.closest("h1, h2, h3, h4, h5, h6") !== null;
    const isLink = found.tagName === "A";
    const wraps = [
        look.bold && !isHeading && element("strong"),
        look.italic && element("em"),
        look.underline && !isLink && element("u"),
        look.strike && element("s"),
        look.shift && element(look.shift),
        styled(isHeading || look.size === usual ? null : look.size, isLink ? null : look.color, look.background),
    ].filter((made) => made instanceof HTMLElement);
    for (const wrap of wraps) {
        wrap.append(...found.childNodes);
        found.append(wrap);
    }
}

function styled(size: number | null, color: string | null, background: string | null): HTMLElement | null {
    const attrs = {
        ...(size ? { size } : {}),
        // Black is what text is anyway, and white paper is what it stands on.
        ...(color && color !== "#000000" ? { color } : {}),
        ...(background && background !== "#ffffff" ? { background } : {}),
    };
    if (!Object.keys(attrs).length) return null;
    return element("span", { "data-mark": "textStyle", "data-attrs": JSON.stringify(attrs) });
}

/** Header cells, spans, widths, fills and alignment of a table. */
function cleanTable(table: HTMLTableElement): void {
    for (const cell of [...table.querySelectorAll<HTMLTableCellElement>("td, th")]) {
        if (cell.closest("table") !== table) continue;
        const style = styleOf(cell);
        const isHeader = cell.tagName === "TH" || cell.parentElement?.parentElement?.tagName === "THEAD";
        const valign = style["vertical-align"] ?? cell.getAttribute("valign") ?? "";
        const fill = colour(style["background-color"] ?? style.background ?? cell.getAttribute("bgcolor") ?? "");
        own(cell, isHeader ? "tableHeader" : "tableCell", {
            colspan: Math.min(Math.max(cell.colSpan, 1), 50),
            rowspan: Math.min(Math.max(cell.rowSpan, 1), 1000),
            background: fill === "#ffffff" ? null : fill,
            valign: ["middle", "bottom"].includes(valign) ? valign : null,
        });
    }
}

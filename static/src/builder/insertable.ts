/** What can be put into a document, in the order of a menu: for the toolbar's button and the `/` at the caret. */
import type { Node } from "prosemirror-model";
import type { Command } from "prosemirror-state";
import { t } from "../lib/i18n";
import * as boxes from "./boxes";
import { asKind } from "./choices";
import * as commands from "./commands";
import { newFieldId } from "./plugins/unique";
import type { Store } from "./state";

export interface Insertable {
    name: string;
    icon: string;
    label: string;
    /** Other words that somebody may look for. */
    words: string;
    command: Command;
}

/** Everything that this document can take; what needs a list stands only where there is one. */
export function insertables(store: Store): Insertable[] {
    const firstList = store.directory.value.lists[0];
    return [...textual(), ...structural(firstList?.key ?? null), ...drawn(store, firstList?.key ?? null)];
}

function entry(name: string, icon: string, label: string, words: string, command: Command): Insertable {
    return { name, icon, label: t(label), words, command };
}

function filled(name: string, attrs: Record<string, unknown> = {}): Node {
    const made = commands.type(name).createAndFill(attrs);
    if (!made) throw new Error(`${name} cannot stand alone.`);
    return made;
}

function block(name: string, attrs: Record<string, unknown> = {}): Command {
    return (...given) => commands.insertBlock(filled(name, attrs))(...given);
}

function textual(): Insertable[] {
    return [
        entry("h1", "heading-1", "Heading 1", "title", commands.block("heading", { level: 1 })),
        entry("h2", "heading-2", "Heading 2", "title section", commands.block("heading", { level: 2 })),
        entry("bullets", "list", "Bullets", "list points", commands.list("bulletList")),
        entry("numbers", "list-ordered", "Numbers", "list steps", commands.list("orderedList")),
        entry("quote", "quote", "Quotation", "blockquote", block("blockquote")),
        entry("rule", "minus", "Line across", "horizontal rule divider", block("horizontalRule")),
    ];
}

function structural(list: string | null): Insertable[] {
    const whole: Insertable[] = [
        entry("table", "table", "Table", "grid rows columns", boxes.insertTable(3, 3)),
        entry("columns", "columns-2", "Two columns", "side by side", boxes.insertColumns(2)),
        entry("columns3", "columns-3", "Three columns", "side by side", boxes.insertColumns(3)),
        entry(
            "condition",
            "split",
            "Show only if …",
            "condition if else",
            boxes.wrapInCondition({ key: "", op: "notEmpty" }),
        ),
        entry("keep", "group", "Keep together", "no page break", block("keepTogether")),
        entry("break", "separator-horizontal", "Page break", "new page", block("pageBreak")),
        entry("toc", "table-of-contents", "Table of contents", "index headings", block("toc")),
    ];
    const loop = list && entry("loop", "repeat", "Repeat for each …", "loop list", boxes.wrapInLoop(list));
    return loop ? [...whole.slice(0, 4), loop, ...whole.slice(4)] : whole;
}

function drawn(store: Store, list: string | null): Insertable[] {
    const barcode = (kind: string, value: string) => inline("barcode", { kind, value });
    return [
        entry("image", "image", "Picture", "image logo photo", block("image")),
        entry("qr", "qr-code", "QR code", "barcode", barcode("qr", "https://")),
        entry("barcode", "barcode", "Barcode", "code 128 ean", barcode("code128", "12345")),
        ...chart(store, list),
        entry("signature", "signature", "Signature", "sign field", field("signature")),
        entry("initials", "pen-line", "Initials", "sign field", field("initials")),
        entry("signed-date", "calendar", "Date of signing", "sign field", field("date")),
        entry("text-field", "text-cursor-input", "Text to fill in when signing", "sign field", field("text")),
        entry("checkbox", "square-check", "Box to tick when signing", "sign field checkbox", field("checkbox")),
        entry("radio", "circle-dot", "Options to choose from when signing", "sign field radio choice", field("radio")),
        entry("select", "chevrons-up-down", "List to choose from when signing", "sign field select", field("select")),
    ];
}

/** A chart needs a list with something to name its bars and something to measure. */
function chart(store: Store, list: string | null): Insertable[] {
    const fields = store.directory.value.list(list ?? "")?.fields ?? [];
    const label = fields.find(({ type }) => type === "text") ?? fields[0];
    const value = fields.find(({ type }) => type === "number" || type === "currency");
    if (!list || !label || !value) return [];
    const attrs = { each: list, label: label.key, values: [value.key] };
    return [entry("chart", "chart-column", "Chart", "graph bar line pie", block("chart", attrs))];
}

function inline(name: string, attrs: Record<string, unknown>): Command {
    return commands.insertInline(commands.type(name).create(attrs));
}

function field(kind: string): Command {
    return (...given) => inline("signatureField", { fieldId: newFieldId(), ...asKind(kind, null) })(...given);
}

/** The entries that match what was typed. */
export function matching(entries: Insertable[], typed: string): Insertable[] {
    const wanted = typed.toLowerCase();
    return entries.filter(({ label, words }) => `${label} ${words}`.toLowerCase().includes(wanted));
}

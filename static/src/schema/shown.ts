/** How a node or mark looks on the sheet: the classes of the print's own style sheet, and the styles that attributes give. */
import type { Attrs, Mark, Node } from "prosemirror-model";

const CLASSES: Record<string, (attrs: Attrs, node: Node) => (string | false)[]> = {
    paragraph: ({ align, indent }) => [aligned(align), Number(indent) > 0 && `ck-indent-${String(indent)}`],
    heading: ({ align }) => [aligned(align)],
    tableCell: ({ valign }) => [aligned(valign)],
    tableHeader: ({ valign }) => [aligned(valign)],
    tableRow: ({ repeat, showIf, footer }, node) => [
        typeof repeat === "string" && "ck-row--repeated",
        showIf !== null && "ck-row--conditional",
        Boolean(footer) && "ck-row--foot",
        isHead(node) && "ck-row--head",
    ],
    columns: () => ["ck-columns"],
    column: () => ["ck-column"],
};

const STYLES: Record<string, (attrs: Attrs) => Record<string, string | null>> = {
    tableCell: ({ background }) => ({ background: text(background) }),
    tableHeader: ({ background }) => ({ background: text(background) }),
    columns: ({ gap }) => ({ gap: `${String(gap)}mm` }),
    column: ({ width }) => ({ flex: width ? `${String(width)} 1 0` : null }),
    textStyle: ({ color, size, font, background }) => ({
        color: text(color),
        "font-size": size ? `${String(size)}pt` : null,
        "font-family": font ? `"${String(font)}", sans-serif` : null,
        background: text(background),
    }),
};

/** Class and style attributes; the serializer writes a style through the CSSOM, which a policy without inline styles allows. */
export function lookOf(given: Node | Mark): Record<string, string> {
    const { name } = given.type;
    const classes = "content" in given ? (CLASSES[name]?.(given.attrs, given) ?? []).filter(Boolean) : [];
    const style = Object.entries(STYLES[name]?.(given.attrs) ?? {})
        .filter(([, value]) => value)
        .map(([property, value]) => `${property}: ${String(value)}`)
        .join("; ");
    return { ...(classes.length ? { class: classes.join(" ") } : {}), ...(style ? { style } : {}) };
}

/** The classes of a table, which the editing area's own table view needs, too. */
export function tableClass({ attrs }: Node): string {
    return `ck-table ck-borders-${String(attrs.borders)}`;
}

/** Letters and roman numbers of a list, by the attribute that HTML has for them. */
export function listAttributes({ attrs }: Node): Record<string, string> {
    const start = Number(attrs.start) === 1 ? {} : { start: String(attrs.start) };
    const type = { alpha: "a", roman: "i" }[String(attrs.style)];
    return { ...start, ...(type ? { type } : {}) } as Record<string, string>;
}

function aligned(to: unknown): string | false {
    return typeof to === "string" && `ck-${to}`;
}

function isHead(row: Node): boolean {
    if (row.childCount === 0 || row.attrs.repeat) return false;
    return row.children.every(({ type }) => type.name === "tableHeader");
}

function text(value: unknown): string | null {
    return typeof value === "string" ? value : null;
}

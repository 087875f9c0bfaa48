/** What inline styles of other programs say that a document of ours can keep. Read as text: a policy may forbid to apply them. */

export interface TextLook {
    bold: boolean | null;
    italic: boolean;
    underline: boolean;
    strike: boolean;
    shift: "sub" | "sup" | null;
    color: string | null;
    background: string | null;
    /** Points. */
    size: number | null;
}

const NAMED: Record<string, string> = {
    red: "#ff0000",
    green: "#008000",
    blue: "#0000ff",
    yellow: "#ffff00",
    white: "#ffffff",
    gray: "#808080",
    grey: "#808080",
    silver: "#c0c0c0",
    maroon: "#800000",
    navy: "#000080",
    teal: "#008080",
    purple: "#800080",
    fuchsia: "#ff00ff",
    magenta: "#ff00ff",
    lime: "#00ff00",
    aqua: "#00ffff",
    cyan: "#00ffff",
    olive: "#808000",
    orange: "#ffa500",
    black: "#000000",
};
/** How many points each unit has. */
const UNITS: Record<string, number> = { pt: 1, px: 0.75, in: 72, cm: 28.346, mm: 2.8346 };
/** One step of indent in points: 10 mm. */
const STEP = 28.346;

/** The declarations of a style attribute, by lower-case property; the last of each counts. */
export function declarations(style: string): Record<string, string> {
    const found: Record<string, string> = {};
    for (const part of style.split(";")) {
        const colon = part.indexOf(":");
        if (colon > 0) found[part.slice(0, colon).trim().toLowerCase()] = part.slice(colon + 1).trim();
    }
    return found;
}

/** What a style says of text. */
export function textLook(style: Record<string, string>): TextLook {
    const decoration = `${style["text-decoration"] ?? ""} ${style["text-decoration-line"] ?? ""}`;
    const shift = style["vertical-align"];
    return {
        bold: weight(style["font-weight"]),
        italic: /italic|oblique/.test(style["font-style"] ?? ""),
        underline: decoration.includes("underline"),
        strike: decoration.includes("line-through"),
        shift: shift === "sub" ? "sub" : shift === "super" ? "sup" : null,
        color: colour(style.color),
        background: colour(style["background-color"] ?? style.background ?? style["mso-highlight"]),
        size: points(style["font-size"]),
    };
}

function weight(value: string | undefined): boolean | null {
    if (!value) return null;
    return value === "bold" || value === "bolder" || Number(value) >= 600;
}

/** `#rrggbb`, or null for what is no colour of its own. */
export function colour(value: string | undefined): string | null {
    const text = (value ?? "").trim().toLowerCase();
    if (/^#[0-9a-f]{6}$/.test(text)) return text;
    if (/^#[0-9a-f]{3}$/.test(text)) return text.replace(/[0-9a-f]/g, "$&$&");
    const parts = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)(?:[\s,/]+([\d.]+%?))?\s*\)$/.exec(text);
    if (!parts) return NAMED[text.split(" ")[0] ?? ""] ?? null;
    if (parts[4] !== undefined && parseFloat(parts[4]) === 0) return null;
    const hex = parts.slice(1, 4).map((part) => Math.min(Number(part), 255).toString(16).padStart(2, "0"));
    return `#${hex.join("")}`;
}

/** A length in points, or null. */
export function points(value: string | undefined): number | null {
    const match = /^([\d.]+)(pt|px|in|cm|mm)$/.exec((value ?? "").trim());
    const unit = UNITS[match?.[2] ?? ""];
    if (!match || !unit) return null;
    return Math.round(Number(match[1]) * unit * 2) / 2;
}

/** Left, centre, right or justified; null for the start of the line. */
export function alignment(style: Record<string, string>, attribute: string | null): string | null {
    const value = (style["text-align"] ?? attribute ?? "").toLowerCase();
    return ["center", "right", "justify"].includes(value) ? value : value === "end" ? "right" : null;
}

/** Steps to the right. */
export function indentOf(style: Record<string, string>): number {
    const shorthand = (style.margin ?? "").split(/\s+/);
    const left = points(style["margin-left"] ?? style["margin-inline-start"] ?? shorthand[3]);
    return Math.min(Math.max(Math.round((left ?? 0) / STEP), 0), 8);
}

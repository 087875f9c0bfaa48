/** What hosts may change of the embeds' look: checks it against the rules of `appearance.json`. Pure. */
import rules from "./appearance.json";
import { isRecord } from "./messages";

/** What was left out, and why. */
export interface Rejection {
    path: string;
    reason: string;
}

export interface Layout {
    showCloseButton?: boolean;
    density?: "compact" | "comfortable";
    locale?: string;
}

/** What may be applied. */
export interface Look {
    baseTheme: string | null;
    /** By our name, such as `colorPrimary`. */
    variables: Record<string, string>;
    /** Declarations by selector. */
    rules: Record<string, Record<string, string>>;
    layout: Layout;
    logoUrl: string | null;
}

export interface Checked {
    look: Look;
    rejected: Rejection[];
}

/** Whether the browser takes that value for that CSS property. */
export type Supports = (property: string, value: string) => boolean;

const KNOWN = new Set(["baseTheme", "variables", "rules", "layout", "primaryColor", ...rules.addresses]);
const PATTERNS = new Map(Object.entries(rules.patterns).map(([name, pattern]) => [name, whole(pattern)]));
const SELECTOR = whole(rules.rules.selector);
const CLASSES = new Set(rules.rules.classes);
const PROPERTIES = new Set(rules.rules.properties);
const VALUE = whole(rules.rules.value);
const FORBIDDEN = new RegExp(rules.rules.forbidden, "i");
const LOGO = /^(?:https?:\/\/|\/|data:image\/(?:png|jpeg|webp|gif|svg\+xml)[;,])/;

/** The look that a host asked for without what it may not have; `primaryColor` is short for a variable. */
export function checkAppearance(given: unknown, supports: Supports = () => true): Checked {
    const look: Look = { baseTheme: null, variables: {}, rules: {}, layout: {}, logoUrl: null };
    const rejected: Rejection[] = [];
    if (given === null || given === undefined) return { look, rejected };
    if (!isRecord(given)) return { look, rejected: [{ path: "", reason: "Expected an object" }] };
    const refuse = (path: string, reason: string) => void rejected.push({ path, reason });
    for (const name of Object.keys(given)) if (!KNOWN.has(name)) refuse(name, "Unknown name");
    if (given.baseTheme !== undefined) {
        if (rules.baseThemes.includes(String(given.baseTheme))) look.baseTheme = String(given.baseTheme);
        else refuse("baseTheme", `Expected ${rules.baseThemes.join(", ")}`);
    }
    const primary = given.primaryColor === undefined ? {} : { colorPrimary: given.primaryColor };
    look.variables = checkVariables({ ...primary, ...record(given.variables, "variables", refuse) }, refuse, supports);
    look.rules = checkRules(record(given.rules, "rules", refuse), refuse, supports);
    look.layout = checkLayout(record(given.layout, "layout", refuse), refuse);
    look.logoUrl = checkAddresses(given, refuse);
    return { look, rejected };
}

/** The looks on top of each other, the last one wins. */
export function mergeLooks(...looks: Look[]): Look {
    const merged: Look = { baseTheme: null, variables: {}, rules: {}, layout: {}, logoUrl: null };
    for (const { baseTheme, variables, rules: own, layout, logoUrl } of looks) {
        merged.baseTheme = baseTheme ?? merged.baseTheme;
        merged.logoUrl = logoUrl ?? merged.logoUrl;
        Object.assign(merged.layout, layout);
        // a new primary colour gets its own text colour again, unless one comes with it
        if (variables.colorPrimary) delete merged.variables.colorPrimaryForeground;
        Object.assign(merged.variables, variables);
        for (const [selector, declarations] of Object.entries(own))
            merged.rules[selector] = { ...merged.rules[selector], ...declarations };
    }
    return merged;
}

/** The look as a stylesheet; the page's own CSS says what the variables mean. */
export function asCss({ variables, rules: own }: Look): string {
    const names = rules.variables as Record<string, { property: string }>;
    const root = Object.entries(variables).map(([name, value]) => `${names[name]?.property ?? ""}: ${value};`);
    const blocks = Object.entries(own).map(([selector, declarations]) => {
        const lines = Object.entries(declarations).map(([name, value]) => `${kebab(name)}: ${value};`);
        return `${selector} { ${lines.join(" ")} }`;
    });
    return [`:root { ${root.join(" ")} }`, ...blocks].join("\n");
}

/** Black or white, whichever is easier to read on that colour (WCAG relative luminance). */
export function readableOn([red, green, blue]: readonly [number, number, number]): string {
    const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

type Refuse = (path: string, reason: string) => undefined;

function checkVariables(given: Record<string, unknown>, refuse: Refuse, supports: Supports): Record<string, string> {
    const names = rules.variables as Record<string, { pattern: string }>;
    return kept(given, (name, value) => {
        const known = Object.hasOwn(names, name) ? names[name] : undefined;
        if (!known) return refuse(`variables.${name}`, "Unknown variable");
        const isFit = typeof value === "string" && PATTERNS.get(known.pattern)?.test(value) && !FORBIDDEN.test(value);
        if (!isFit || !supports(PROBES[known.pattern] ?? "", value))
            return refuse(`variables.${name}`, `Expected a ${KINDS[known.pattern] ?? "value"}`);
        return value;
    });
}

const PROBES: Record<string, string> = { color: "color", length: "width", fonts: "font-family", shadow: "box-shadow" };
const KINDS: Record<string, string> = {
    color: "colour such as #2563eb",
    length: "length in px, rem or em",
    fonts: "list of font names",
    shadow: "shadow such as 0 1px 2px #0003",
};

function checkRules(given: Record<string, unknown>, refuse: Refuse, supports: Supports): Look["rules"] {
    const found: Look["rules"] = {};
    for (const [selector, declarations] of Object.entries(given).slice(0, rules.rules.limit)) {
        const path = `rules.${selector}`;
        const name = SELECTOR.exec(selector)?.[1];
        if (!name) refuse(path, "Expected one .ck- class, with at most one state such as :hover");
        else if (!CLASSES.has(name)) refuse(path, `.${name} is not in the class catalogue`);
        else if (!isRecord(declarations)) refuse(path, "Expected an object");
        else found[selector] = checkDeclarations(declarations, path, refuse, supports);
    }
    return found;
}

function checkDeclarations(given: Record<string, unknown>, path: string, refuse: Refuse, supports: Supports) {
    return kept(given, (name, value) => {
        if (!PROPERTIES.has(name)) return refuse(`${path}.${name}`, "This property cannot be set");
        const isFit = typeof value === "string" && VALUE.test(value) && !FORBIDDEN.test(value);
        if (!isFit || !supports(kebab(name), value)) return refuse(`${path}.${name}`, "This value cannot be set");
        return value;
    });
}

function checkLayout(given: Record<string, unknown>, refuse: Refuse): Layout {
    const layout: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(given)) {
        const isFit =
            name === "showCloseButton"
                ? typeof value === "boolean"
                : name === "density"
                  ? rules.layout.density.includes(String(value))
                  : name === "locale" && whole(rules.layout.locale).test(String(value));
        if (isFit) layout[name] = value;
        else refuse(`layout.${name}`, name in rules.layout ? "This value cannot be set" : "Unknown name");
    }
    return layout;
}

/** Of the three addresses only the logo is applied; it is loaded through our own server. */
function checkAddresses(given: Record<string, unknown>, refuse: Refuse): string | null {
    for (const name of ["fontUrl", "stylesheetUrl"])
        if (given[name]) refuse(name, "Not applied: use variables and rules");
    const { logoUrl } = given;
    if (logoUrl === undefined || logoUrl === null) return null;
    if (typeof logoUrl === "string" && LOGO.test(logoUrl) && logoUrl.length <= 200_000) return logoUrl;
    refuse("logoUrl", "Expected an https address or a data: image");
    return null;
}

function kept(given: Record<string, unknown>, check: (name: string, value: unknown) => string | undefined) {
    const found: Record<string, string> = {};
    for (const [name, value] of Object.entries(given)) {
        const fit = check(name, value);
        if (fit !== undefined) found[name] = fit;
    }
    return found;
}

function record(value: unknown, path: string, refuse: Refuse): Record<string, unknown> {
    if (value === undefined || value === null) return {};
    if (isRecord(value)) return value;
    refuse(path, "Expected an object");
    return {};
}

function kebab(name: string): string {
    return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function linear(channel: number): number {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function whole(pattern: string): RegExp {
    return new RegExp(`^(?:${pattern})$`);
}

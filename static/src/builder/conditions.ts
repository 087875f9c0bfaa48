/** Conditions in plain words, and their shapes. */

export type Condition =
    { key: string; op: string; value?: unknown } | { all: Condition[] } | { any: Condition[] } | { not: Condition };

/** How each operator reads between a variable's name and a value. */
export const OPERATORS: Record<string, string> = {
    eq: "is",
    ne: "is not",
    gt: "is greater than",
    gte: "is at least",
    lt: "is less than",
    lte: "is at most",
    contains: "contains",
    startsWith: "starts with",
    in: "is one of",
    empty: "is empty",
    notEmpty: "is filled in",
    isTrue: "is yes",
    isFalse: "is no",
};
const UNARY = new Set(["empty", "notEmpty", "isTrue", "isFalse"]);
const NUMERIC = ["eq", "ne", "gt", "gte", "lt", "lte", "empty", "notEmpty"];
const TEXTUAL = ["eq", "ne", "contains", "startsWith", "in", "empty", "notEmpty"];

/** Whether the operator needs nothing to compare with. */
export function isUnary(operator: string): boolean {
    return UNARY.has(operator);
}

/** The operators that make sense for a type, the likeliest first. */
export function operatorsFor(type: string): string[] {
    if (type === "boolean") return ["isTrue", "isFalse", "empty"];
    if (type === "image") return ["notEmpty", "empty"];
    if (["number", "currency", "date", "datetime", "list"].includes(type)) return NUMERIC;
    return TEXTUAL;
}

/** The condition as a sentence: `Total is greater than 100 and Country is not DE`. */
export function inWords(
    condition: Condition,
    label: (key: string) => string,
    translate = (text: string) => text,
): string {
    if ("all" in condition) return joined(condition.all, "and", label, translate);
    if ("any" in condition) return joined(condition.any, "or", label, translate);
    if ("not" in condition) return `${translate("not")} (${inWords(condition.not, label, translate)})`;
    const words = `${label(condition.key)} ${translate(OPERATORS[condition.op] ?? condition.op)}`;
    return isUnary(condition.op) ? words : `${words} ${shown(condition.value)}`;
}

function joined(
    parts: Condition[],
    word: string,
    label: (key: string) => string,
    translate: (text: string) => string,
): string {
    const texts = parts.map((part) => {
        const text = inWords(part, label, translate);
        return "all" in part || "any" in part ? `(${text})` : text;
    });
    return texts.join(` ${translate(word)} `);
}

function shown(value: unknown): string {
    if (Array.isArray(value)) return value.map(shown).join(", ");
    if (typeof value === "string") return `“${value}”`;
    return value === null || value === undefined ? "…" : String(value);
}

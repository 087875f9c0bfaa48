/** Numbers as people of a language write them. */

/** The number that was meant, or null for what is none: `1.234,5` in German, `1,234.5` in English, `1 234,5` in French. */
export function readNumber(typed: string, locale: string): number | null {
    const { group, decimal } = separators(locale);
    const cleaned = typed.replace(/[\s\u00a0\u202f]/g, "");
    const plain = Number(cleaned);
    const hasGroups =
        group !== "" &&
        new RegExp(`^-?\\d{1,3}(?:${escaped(group)}\\d{3})+(?:${escaped(decimal)}\\d*)?$`, "u").test(cleaned);
    const normal = (hasGroups ? cleaned.replaceAll(group, "") : cleaned).replace(decimal, ".");
    if (/^-?(?:\d+\.?\d*|\.\d+)$/.test(normal)) return Number(normal);
    return cleaned !== "" && Number.isFinite(plain) ? plain : null;
}

/** A number for a field: no groups, so that it can be edited, and the language's decimal sign. */
export function writeNumber(value: number, locale: string): string {
    return new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 12 }).format(value);
}

/** The sign of a currency in a format such as `currency:EUR`, or nothing. */
export function currencySign(format: string | null, locale: string): string {
    const code = /^(?:currency|money):([A-Z]{3})/.exec(format ?? "")?.[1];
    if (!code) return "";
    const parts = new Intl.NumberFormat(locale, { style: "currency", currency: code }).formatToParts(1);
    return parts.find(({ type }) => type === "currency")?.value ?? code;
}

function separators(locale: string): { group: string; decimal: string } {
    const parts = new Intl.NumberFormat(locale).formatToParts(12345.6);
    const of = (type: string) =>
        (parts.find((part) => part.type === type)?.value ?? "").replace(/[\s\u00a0\u202f]/g, "");
    return { group: of("group"), decimal: of("decimal") || "." };
}

function escaped(text: string): string {
    return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** What a field for signing offers to choose from: the lines of its settings, and what the document keeps of them. */
import { t } from "../lib/i18n";

export const MOST = 50;
export const LONGEST = 100;
const CHOSEN = new Set(["radio", "select"]);

/** Whether one of several options goes into a field of that kind. */
export function isChosen(kind: unknown): boolean {
    return CHOSEN.has(String(kind));
}

/** The attributes of a field that becomes one of that kind: two options to begin with, and none where none are chosen. */
export function asKind(kind: string, options: unknown): { kind: string; options: string[] | null } {
    if (!isChosen(kind)) return { kind, options: null };
    return { kind, options: Array.isArray(options) ? (options as string[]) : [t("Yes"), t("No")] };
}

/** What the document keeps: each on one line, without those that are empty. */
export function kept(lines: readonly string[]): string[] {
    return lines.map(clean).filter(Boolean).slice(0, MOST);
}

function clean(line: string): string {
    return line.replace(/\s+/gu, " ").trim().slice(0, LONGEST).trim();
}

/** Whether a signer can choose: there are two at least, all different. */
export function areEnough(options: unknown): boolean {
    return Array.isArray(options) && options.length > 1 && new Set(options).size === options.length;
}

/** The lines with one of them moved up or down. */
export function moved(lines: readonly string[], from: number, by: -1 | 1): string[] {
    const to = from + by;
    if (to < 0 || to >= lines.length) return [...lines];
    return lines.map((line, at) => (at === from ? lines[to] : at === to ? lines[from] : line) ?? "");
}

/** The lines with several in place of one, as when a list is pasted. */
export function spread(lines: readonly string[], at: number, pasted: readonly string[]): string[] {
    return [...lines.slice(0, at), ...pasted, ...lines.slice(at + 1)].slice(0, MOST);
}

/** Changes to sample data without changing what was there: every step is a copy. */
import { isRecord } from "../lib/messages";

const FORBIDDEN = new Set(["__proto__", "constructor", "prototype"]);

/** The data with the value at that dotted path; undefined takes it away. */
export function putAt(data: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
    const [step = "", ...rest] = path.split(".");
    if (FORBIDDEN.has(step)) return data;
    const { [step]: before, ...others } = data;
    if (!rest.length) return value === undefined ? others : { ...data, [step]: value };
    const inner = putAt(isRecord(before) ? before : {}, rest.join("."), value);
    return Object.keys(inner).length ? { ...data, [step]: inner } : others;
}

/** The record without that entry. */
export function without<Value>(record: Record<string, Value>, name: string): Record<string, Value> {
    return Object.fromEntries(Object.entries(record).filter(([other]) => other !== name));
}

/** The rows of a list. */
export function rowsOf(data: Record<string, unknown>, list: string): Record<string, unknown>[] {
    const rows = data[list];
    return Array.isArray(rows) ? rows.map((row) => (isRecord(row) ? row : {})) : [];
}

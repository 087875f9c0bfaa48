/** The values that chips show in place of their labels. The PDF has the exact ones; these are near enough to read. */
import type { Node } from "prosemirror-model";
import { locale } from "../lib/i18n";
import type { Field } from "./catalog";
import type { Store } from "./state";

/** What a chip shows, or null for its label. */
export function previewValue(node: Node, store: Store): string | null {
    return valueOf(String(node.attrs.key), store);
}

/** What a variable stands for in the preview; empty where there is nothing short to say. */
export function sampleOf({ key, type }: Field, store: Store): string {
    return type === "image" ? "" : (valueOf(key, store) ?? "");
}

function valueOf(key: string, store: Store): string | null {
    const found = lookUp(store.hostData.value, key) ?? lookUp(store.sampleData.value, key);
    const value = found ?? store.directory.value.field(key).sample;
    return value === null || value === undefined ? null : shown(value, store.directory.value.field(key).type);
}

/** A value by its dotted path, or by the whole key as it was published; of lists, the first row's. */
export function lookUp(data: Record<string, unknown>, key: string): unknown {
    if (Object.hasOwn(data, key)) return data[key];
    let value: unknown = data;
    for (const step of key.replace(/\[\]/g, ".0").split(".")) {
        if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
        value = (value as Record<string, unknown>)[step];
    }
    return value;
}

function shown(value: unknown, type: string): string | null {
    if (typeof value === "object") return null;
    if (type === "date" || type === "datetime") {
        const date = new Date(String(value));
        const style =
            type === "date"
                ? { dateStyle: "medium" as const }
                : { dateStyle: "medium" as const, timeStyle: "short" as const };
        return Number.isNaN(date.getTime()) ? String(value) : new Intl.DateTimeFormat(locale(), style).format(date);
    }
    if (typeof value === "number") return new Intl.NumberFormat(locale()).format(value);
    return String(value);
}

/** The document's definition as the server emits it: nodes, marks, attributes and their rules. One source for both sides. */
import {
    conditions,
    dataTypes,
    fieldSizes,
    groups,
    keys,
    marks,
    nodes,
    page,
    typography,
    version,
} from "./document.schema.json"; // by name: what no editor asks for stays out of the bundle

export interface Rule {
    type?: "string" | "number" | "integer" | "boolean" | "object" | "array";
    enum?: unknown[];
    anyOf?: Rule[];
    minimum?: number;
    maximum?: number;
    minLength?: number;
    maxLength?: number;
    minItems?: number;
    maxItems?: number;
    pattern?: string;
    items?: Rule;
    required?: string[];
    properties?: Record<string, Rule>;
}

export interface Attribute {
    default: unknown;
    rule: Rule;
    required?: boolean;
}

export interface NodeDefinition {
    content: string;
    group: string | null;
    attrs: Record<string, Attribute>;
    isolating?: boolean;
}

export interface Definition {
    version: number;
    groups: Record<string, string[]>;
    nodes: Record<string, NodeDefinition>;
    marks: Record<string, { attrs: Record<string, Attribute> }>;
    page: { sizes: Record<string, [number, number]>; default: Record<string, unknown> };
    typography: Record<string, Attribute>;
    fieldSizes: Record<string, [number, number]>;
    dataTypes: string[];
    conditions: { operators: string[]; unary: string[] };
    keys: { pattern: string; maxLength: number; reserved: string[] };
}

const read = { conditions, dataTypes, fieldSizes, groups, keys, marks, nodes, page, typography, version };

export const definition = read as unknown as Definition;

/** Whether a value keeps a rule. */
export function keeps(value: unknown, rule: Rule): boolean {
    if (rule.anyOf) return rule.anyOf.some((choice) => keeps(value, choice));
    if (rule.enum) return rule.enum.includes(value);
    switch (rule.type) {
        case "string":
            return typeof value === "string" && keepsText(value, rule);
        case "boolean":
            return typeof value === "boolean";
        case "array":
            return Array.isArray(value) && keepsList(value, rule);
        case "object":
            return typeof value === "object" && value !== null && !Array.isArray(value) && keepsObject(value, rule);
        default:
            return typeof value === "number" && keepsNumber(value, rule);
    }
}

function keepsText(value: string, rule: Rule): boolean {
    const isLong = value.length >= (rule.minLength ?? 0) && value.length <= (rule.maxLength ?? Infinity);
    return isLong && (rule.pattern === undefined || new RegExp(rule.pattern, "u").test(value));
}

function keepsNumber(value: number, rule: Rule): boolean {
    const isInside = value >= (rule.minimum ?? -Infinity) && value <= (rule.maximum ?? Infinity);
    return isInside && (rule.type !== "integer" || Number.isInteger(value));
}

function keepsList(value: unknown[], rule: Rule): boolean {
    const isInside = value.length >= (rule.minItems ?? 0) && value.length <= (rule.maxItems ?? Infinity);
    return isInside && value.every((item) => !rule.items || keeps(item, rule.items));
}

function keepsObject(value: object, rule: Rule): boolean {
    if (rule.required?.some((name) => !(name in value))) return false;
    return Object.entries(rule.properties ?? {}).every(
        ([name, inner]) => !(name in value) || keeps((value as Record<string, unknown>)[name], inner),
    );
}

/** What the form asks: sections of fields, and lists of rows, made from the catalog or else from the template's manifest. */
import { titled, type CatalogJson } from "../builder/catalog";

/** A variable as the REST API gives it, with what bounds its values. */
export interface VariableJson {
    key: string;
    label?: string;
    dataType: string;
    required?: boolean;
    format?: string;
    description?: string;
    previewData?: unknown;
    integer?: boolean;
    min?: number;
    max?: number;
    pattern?: string;
    computed?: string;
    itemFields?: VariableJson[];
}

export interface ManifestJson {
    variables: VariableJson[];
    loops: { key: string; label?: string; itemFields: VariableJson[]; previewData?: unknown[] }[];
}

export interface Question {
    key: string;
    label: string;
    type: string;
    isRequired: boolean;
    isReadOnly: boolean;
    /** Worked out by the server from other answers. */
    isComputed: boolean;
    format: string | null;
    help: string;
    placeholder: string;
    isInteger: boolean;
    min: number | null;
    max: number | null;
    pattern: string | null;
}

export interface Section {
    key: string;
    title: string;
    questions: Question[];
}

export interface RowList {
    key: string;
    title: string;
    questions: Question[];
}

export interface FormSchema {
    sections: Section[];
    lists: RowList[];
}

interface Limits {
    readonly: string[];
    hidden: string[];
}

/** The questions in their order. The template alone decides what is asked; the catalog lends names and headings. */
export function makeSchema(manifest: ManifestJson, catalog: CatalogJson | null, limits: Limits): FormSchema {
    const named = new Map(
        (catalog?.namespaces ?? []).flatMap(({ fields }) => fields.map((field) => [field.key, field] as const)),
    );
    const isShown = ({ key }: VariableJson) => !limits.hidden.includes(key);
    const sections = new Map<string, Section>();
    for (const variable of manifest.variables.filter(isShown)) {
        const known = named.get(variable.key);
        const space = variable.key.includes(".") ? (variable.key.split(".")[0] ?? "") : "";
        const section = sections.get(space) ?? { key: space, title: heading(space, catalog), questions: [] };
        section.questions.push(question({ ...known, ...variable, label: known?.label ?? variable.label }, limits));
        sections.set(space, section);
    }
    const lists = manifest.loops
        .filter(({ key }) => !limits.hidden.includes(key))
        .map(({ key, label, itemFields }) => ({
            key,
            title: catalog?.loops.find((loop) => loop.key === key)?.label ?? label ?? titled(key),
            questions: itemFields.filter(({ itemFields: inner }) => !inner).map((field) => question(field, limits)),
        }));
    return { sections: [...sections.values()], lists };
}

function heading(space: string, catalog: CatalogJson | null): string {
    return catalog?.namespaces.find(({ key }) => key === space)?.label ?? titled(space);
}

function question(given: Omit<VariableJson, "label"> & { label?: string | undefined }, limits: Limits): Question {
    return {
        key: given.key,
        label: given.label ?? titled(given.key),
        type: given.dataType,
        isRequired: given.required ?? false,
        isReadOnly: limits.readonly.includes(given.key),
        isComputed: Boolean(given.computed),
        format: given.format ?? null,
        help: given.description ?? "",
        placeholder: given.previewData === undefined || given.previewData === null ? "" : String(given.previewData),
        isInteger: given.integer ?? false,
        min: given.min ?? null,
        max: given.max ?? null,
        pattern: given.pattern ?? null,
    };
}

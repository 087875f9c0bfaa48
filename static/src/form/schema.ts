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
    defaultValue?: unknown;
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
    /** What stands in where nothing is answered. */
    standard: unknown;
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
    /** The lists that each row has itself. */
    lists: RowList[];
}

export interface FormSchema {
    sections: Section[];
    lists: RowList[];
}

interface ListJson {
    key: string;
    label?: string;
    itemFields: VariableJson[];
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
        const given = { ...known, ...variable, label: known?.label ?? variable.label };
        section.questions.push(question(given, limits, variable.key));
        sections.set(space, section);
    }
    const lists = manifest.loops
        .filter(({ key }) => !limits.hidden.includes(key))
        .map((loop) => rowList(loop, limits, loop.key, catalog?.loops.find(({ key }) => key === loop.key)?.label));
    return { sections: [...sections.values()], lists };
}

/** A list, and those inside it; the path names a field as hosts do: `items[].price`. */
function rowList({ key, label, itemFields }: ListJson, limits: Limits, path: string, title = label): RowList {
    const shown = itemFields.filter((field) => !limits.hidden.includes(`${path}[].${field.key}`));
    return {
        key,
        title: title ?? titled(key),
        questions: shown
            .filter((field) => !field.itemFields)
            .map((field) => question(field, limits, `${path}[].${field.key}`)),
        lists: shown.flatMap((field) =>
            field.itemFields
                ? [rowList({ ...field, itemFields: field.itemFields }, limits, `${path}[].${field.key}`)]
                : [],
        ),
    };
}

function heading(space: string, catalog: CatalogJson | null): string {
    return catalog?.namespaces.find(({ key }) => key === space)?.label ?? titled(space);
}

type Named = Omit<VariableJson, "label"> & { label?: string | undefined };

function question(given: Named, limits: Limits, path: string): Question {
    const standard = given.defaultValue ?? null;
    return {
        key: given.key,
        label: given.label ?? titled(given.key),
        type: given.dataType,
        isRequired: given.required === true && standard === null,
        isReadOnly: limits.readonly.includes(path),
        isComputed: Boolean(given.computed),
        format: given.format ?? null,
        help: given.description ?? "",
        placeholder: given.previewData === undefined || given.previewData === null ? "" : String(given.previewData),
        isInteger: given.integer ?? false,
        min: given.min ?? null,
        max: given.max ?? null,
        pattern: given.pattern ?? null,
        standard,
    };
}

/** The variables that may stand in a document: the host's catalog, and those that the document defines itself. */

export interface Field {
    /** The absolute path; a step into a list is written `[]`. */
    key: string;
    label: string;
    type: string;
    source: "catalog" | "custom";
    required: boolean;
    format: string | null;
    description: string;
    /** What the preview shows when no other value is given. */
    sample: unknown;
    /** Worked out on the server from other values; not asked of anybody. */
    computed: string | null;
}

export interface List {
    key: string;
    label: string;
    source: "catalog" | "custom";
    fields: Field[];
    sample: Record<string, unknown>[];
}

export interface Group {
    key: string;
    label: string;
    fields: Field[];
}

/** The wire form of a catalog, as POST /v1/embed/catalogs takes it. */
export interface CatalogJson {
    allowCustom: boolean;
    namespaces: { key: string; label: string; fields: CatalogFieldJson[] }[];
    loops: { key: string; label: string; itemFields: CatalogFieldJson[]; previewData?: Record<string, unknown>[] }[];
}

interface CatalogFieldJson {
    key: string;
    label: string;
    dataType: string;
    required?: boolean;
    format?: string;
    description?: string;
    previewData?: unknown;
}

/** The envelope's own variables and lists. */
export interface OwnVariables {
    variables: Record<
        string,
        { type?: string; label?: string; required?: boolean; format?: string; computed?: string }
    >;
    loops: Record<string, { label?: string }>;
}

/** Everything that can be put into the document, with a quick way from a key to its field. */
export class Directory {
    readonly groups: Group[];
    readonly lists: List[];
    private readonly byKey = new Map<string, Field>();

    constructor(
        catalog: CatalogJson | null,
        own: OwnVariables,
        readonly allowsCustom: boolean,
    ) {
        this.groups = (catalog?.namespaces ?? []).map((space) => ({
            key: space.key,
            label: space.label,
            fields: space.fields.map((field) => fromCatalog(field, "")),
        }));
        this.lists = (catalog?.loops ?? []).map((loop) => ({
            key: loop.key,
            label: loop.label,
            source: "catalog",
            fields: loop.itemFields.map((field) => fromCatalog(field, `${loop.key}[].`)),
            sample: loop.previewData ?? [],
        }));
        for (const { fields } of [...this.groups, ...this.lists]) for (const field of fields) this.note(field);
        this.addOwn(own);
    }

    /** The field of a key; a key that nobody has described counts as an own text. */
    field(key: string): Field {
        return this.byKey.get(key) ?? ownField(key, {});
    }

    /** Whether somebody has described this key. */
    knows(key: string): boolean {
        return this.byKey.has(key);
    }

    /** The list of a key, if there is one. */
    list(key: string): List | null {
        return this.lists.find((list) => list.key === key) ?? null;
    }

    /** Every field, those of lists included. */
    all(): Field[] {
        return [...this.byKey.values()];
    }

    private note(field: Field): void {
        if (!this.byKey.has(field.key)) this.byKey.set(field.key, field);
    }

    private addOwn({ variables, loops }: OwnVariables): void {
        for (const [key, { label }] of Object.entries(loops))
            if (!this.list(key))
                this.lists.push({ key, label: label ?? titled(key), source: "custom", fields: [], sample: [] });
        const scalars: Field[] = [];
        for (const [key, variable] of Object.entries(variables)) {
            if (this.byKey.has(key)) continue;
            const field = ownField(key, variable);
            this.note(field);
            const list = this.list(key.slice(0, Math.max(key.lastIndexOf("[]."), 0)));
            if (list) list.fields.push(field);
            else scalars.push(field);
        }
        if (scalars.length) this.groups.push({ key: "", label: "", fields: scalars });
    }
}

/** The lists that must stand around a chip of this key: `orders[].lines[].sku` asks for `orders` and `orders[].lines`. */
export function listsOf(key: string): string[] {
    const steps = key.split("[]");
    return steps.slice(0, -1).map((_, index) => steps.slice(0, index + 1).join("[]"));
}

/** A label for a key that nobody has named: `customer.firstName` reads Customer first name. */
export function titled(key: string): string {
    const words = key
        .replace(/\[\]/g, "")
        .replace(/[._]/g, " ")
        .replace(/([a-z])([A-Z])/g, "$1 $2")
        .toLowerCase()
        .trim();
    return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The fields that match every word of what was typed, in label, key or description. */
export function search(fields: Field[], typed: string): Field[] {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    return fields.filter((field) => {
        const text = `${field.label} ${field.key} ${field.description}`.toLowerCase();
        return words.every((word) => text.includes(word));
    });
}

function fromCatalog(field: CatalogFieldJson, prefix: string): Field {
    return {
        key: prefix + field.key,
        label: field.label,
        type: field.dataType,
        source: "catalog",
        required: field.required ?? false,
        format: field.format ?? null,
        description: field.description ?? "",
        sample: field.previewData ?? null,
        computed: null,
    };
}

function ownField(key: string, given: OwnVariables["variables"][string]): Field {
    return {
        key,
        label: given.label ?? titled(key),
        type: given.type ?? "text",
        source: "custom",
        required: given.required ?? false,
        format: given.format ?? null,
        description: "",
        sample: null,
        computed: given.computed ?? null,
    };
}

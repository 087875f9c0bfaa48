/** The form's only store: the answers, what is wrong with them, and how far the person has come. */
import { computed, signal } from "@preact/signals";
import type { CatalogJson } from "../builder/catalog";
import { lookUp } from "../builder/previewvalues";
import { putAt, without } from "../builder/sampledata";
import type { Content } from "../builder/session";
import { isRecord } from "../lib/messages";
import { check, rows, Unreadable, type Answers, type Faults } from "./checks";
import { Relevance } from "./relevance";
import { makeSchema, type ManifestJson } from "./schema";

/** What the server says of a session with the mode `fill`. */
export interface FormSession {
    sessionId: string;
    expiresIn: number;
    locale: string;
    permissions: Record<string, boolean>;
    catalog: CatalogJson | null;
    logoUrl: string | null;
    ui: Record<string, boolean>;
    appearance: Record<string, unknown>;
    template: { id: string; name: string; content: Content } | null;
    form: FormOptions;
}

export interface FormOptions {
    manifest: ManifestJson;
    prefill: Record<string, unknown>;
    readonly: string[];
    hidden: string[];
    showPreview: boolean;
    showDocumentAfterSubmit: boolean;
    redirectUrl: string | null;
    captureMode: "render" | "collect";
    draft: Record<string, unknown> | null;
}

export interface Dataset {
    name: string;
    rows: Record<string, unknown>[];
}

export type Stage = "filling" | "sending" | "rendering" | "done" | "failed" | "ended";

export class FormStore {
    /** By whole key, as the questions name them; lists are arrays of rows. */
    readonly answers = signal<Answers>({});
    /** Faults are shown for what was left or submitted, not while it is typed for the first time. */
    readonly touched = signal<ReadonlySet<string>>(new Set());
    readonly serverFaults = signal<Faults>({});
    readonly stage = signal<Stage>("filling");
    readonly problem = signal("");
    readonly datasets = signal<Dataset[]>([]);
    readonly selection = signal<Record<string, string>>({});
    readonly computedValues = signal<Record<string, string>>({});
    readonly render = signal<{ id: string; pdf: Uint8Array<ArrayBuffer> | null } | null>(null);
    /** The draft that is on its way; what is sent in goes after it, so that no draft is left behind. */
    keeping: Promise<void> = Promise.resolve();
    /** Which buttons there are, and the logo: the session's, until the host's look changes them. */
    readonly ui = signal<Record<string, boolean>>({});
    readonly logoUrl = signal<string | null>(null);
    readonly schema;
    readonly faults = computed<Faults>(() => {
        const own = check(this.schema, this.answers.value, (key) => this.isAsked(key));
        return { ...this.serverFaults.value, ...own };
    });
    private readonly relevance: Relevance;

    constructor(readonly session: FormSession) {
        const { form, catalog, template } = session;
        this.ui.value = session.ui;
        this.logoUrl.value = session.logoUrl;
        this.schema = makeSchema(form.manifest, catalog, form);
        this.relevance = new Relevance(template?.content.body ?? null);
        if (form.draft) this.prefill(form.draft); // what the person left here goes before what the host knows
        this.prefill(form.prefill);
    }

    /** Whether a question can matter with the answers so far. */
    isAsked(key: string): boolean {
        return this.relevance.matters(key, nested(this.answers.value));
    }

    /** Takes an answer; nothing at all is undefined. */
    answer(key: string, value: unknown): void {
        const others = without(this.answers.value, key);
        this.answers.value = value === undefined || value === "" ? others : { ...others, [key]: value };
        if (key in this.serverFaults.value) this.serverFaults.value = without(this.serverFaults.value, key);
    }

    touch(place: string): void {
        if (!this.touched.value.has(place)) this.touched.value = new Set([...this.touched.value, place]);
    }

    /** The fault to show at a place, if any. */
    faultAt(place: string): string {
        return this.touched.value.has(place) || place in this.serverFaults.value
            ? (this.faults.value[place] ?? "")
            : "";
    }

    /** Values below what the person has entered: only what is still empty is filled. */
    prefill(data: Record<string, unknown>): void {
        const filled: Answers = { ...this.answers.value };
        for (const { questions } of this.schema.sections)
            for (const { key } of questions) filled[key] ??= lookUp(data, key);
        for (const { key } of this.schema.lists) {
            const given = lookUp(data, key);
            if (!rows(filled, key).length && Array.isArray(given)) filled[key] = given.filter(isRecord);
        }
        this.answers.value = Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== undefined));
    }

    /** Fills the form from a row that the host offered, over what was there. */
    choose(dataset: Dataset, index: number): void {
        const row = dataset.rows[index];
        if (!row) return;
        const before = this.answers.value;
        this.answers.value = {};
        this.prefill(row);
        this.answers.value = { ...before, ...this.answers.value };
        this.selection.value = { ...this.selection.value, [dataset.name]: String(row.id ?? index) };
    }

    /** The answers as the server takes them: only what is asked, without what nobody could read. */
    data(): Record<string, unknown> {
        const asked = Object.entries(this.answers.value).filter(
            ([key, value]) => this.isAsked(key) && !(value instanceof Unreadable),
        );
        return nested(Object.fromEntries(asked));
    }
}

/** What each row of a data set is picked by; those that would read alike are told apart by their id. */
export function labelsOf({ rows: offered }: Dataset): string[] {
    const plain = offered.map((row, index) => String(row.label ?? row.name ?? row.id ?? index + 1));
    const isTwin = (label: string) => plain.indexOf(label) !== plain.lastIndexOf(label);
    return plain.map((label, index) =>
        isTwin(label) ? `${label} (${String(offered[index]?.id ?? index + 1)})` : label,
    );
}

/** Dotted keys as objects in one another. */
export function nested(answers: Answers): Record<string, unknown> {
    return Object.entries(answers).reduce<Record<string, unknown>>(
        (data, [key, value]) => putAt(data, key, value instanceof Unreadable ? undefined : value),
        {},
    );
}

/** The form's only store: the answers, what is wrong with them, and how far the person has come. */
import { computed, signal } from "@preact/signals";
import type { CatalogJson } from "../builder/catalog";
import { lookUp } from "../builder/previewvalues";
import { putAt, without } from "../builder/sampledata";
import type { Content } from "../builder/session";
import { isRecord } from "../lib/messages";
import { check, rows, Unreadable, type Answers, type Faults } from "./checks";
import { Relevance } from "./relevance";
import { makeSchema, type FormSchema, type ManifestJson, type Question, type RowList } from "./schema";

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
    /** Who gets what a public link collects; null in other people's pages. */
    receiver: string | null;
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
    /** Whether answers of an earlier visit stand here. */
    readonly isRestored = signal(false);
    readonly schema;
    readonly faults = computed<Faults>(() => {
        const own = check(this.schema, this.answers.value, (key) => this.isAsked(key));
        return { ...this.serverFaults.value, ...own };
    });
    private readonly relevance: Relevance;
    private readonly questions: ReadonlyMap<string, Question>;

    constructor(readonly session: FormSession) {
        const { form, catalog, template } = session;
        this.ui.value = session.ui;
        this.logoUrl.value = session.logoUrl;
        this.schema = makeSchema(form.manifest, catalog, form);
        this.relevance = new Relevance(template?.content.body ?? null);
        this.isRestored.value = Object.keys(form.draft ?? {}).length > 0;
        if (form.draft) this.prefill(form.draft); // what the person left here goes before what the host knows
        this.prefill(form.prefill);
        this.prefill(standards(this.schema));
        this.questions = new Map(this.schema.sections.flatMap(({ questions }) => questions.map((it) => [it.key, it])));
    }

    /** Whether a question can matter with the answers so far, or the template wants an answer that cannot be left empty. */
    isAsked(key: string): boolean {
        if (this.relevance.matters(key, nested(this.answers.value))) return true;
        const question = this.questions.get(key);
        return question !== undefined && question.isRequired && blankOf(question) === undefined;
    }

    /** Whether there is an input for that place. */
    isShown(place: string): boolean {
        const [key = ""] = place.split(/\[\d+\]/);
        return this.isAsked(key) && (this.questions.has(key) || this.schema.lists.some((list) => list.key === key));
    }

    /** Forgets what the person entered, also earlier; what the host and the template know stands there again. */
    startAnew(): void {
        this.answers.value = {};
        this.prefill(this.session.form.prefill);
        this.prefill(standards(this.schema));
        this.touched.value = new Set();
        this.serverFaults.value = {};
        this.isRestored.value = false;
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

    /** The answers as the server takes them: only what is asked, without what nobody could read.
     *
     * What is not asked or not ticked, but has to be there, is empty or no.
     */
    data(): Record<string, unknown> {
        const asked = Object.entries(this.answers.value).filter(([key]) => this.isAsked(key));
        const answered: Answers = Object.fromEntries(asked);
        for (const question of this.questions.values())
            if (question.isRequired && (question.type === "boolean" || !this.isAsked(question.key)))
                answered[question.key] ??= blankOf(question);
        for (const list of this.schema.lists) fillRows(list, answered);
        return nested(answered);
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

/** Dotted keys as objects in one another; what nobody could read is left out, also in rows. */
export function nested(answers: Answers): Record<string, unknown> {
    return Object.entries(answers).reduce<Record<string, unknown>>(
        (data, [key, value]) => putAt(data, key, readable(value)),
        {},
    );
}

function readable(value: unknown): unknown {
    if (value instanceof Unreadable) return undefined;
    return Array.isArray(value) ? value.map((row) => (isRecord(row) ? nested(row) : row)) : value;
}

/** What an answer may be that nobody gives, if there is such a thing. */
function blankOf({ type, pattern }: Question): unknown {
    if (type === "boolean") return false;
    return (type === "text" || type === "longtext") && pattern === null ? "" : undefined;
}

/** Boxes of rows that were not ticked. */
function fillRows(list: RowList, answers: Answers): void {
    const boxes = list.questions.filter(({ type, isRequired }) => type === "boolean" && isRequired);
    if (!boxes.length && !list.lists.length) return;
    const filled = rows(answers, list.key).map((row) => {
        const whole: Answers = { ...Object.fromEntries(boxes.map(({ key }) => [key, false])), ...row };
        for (const inner of list.lists) fillRows(inner, whole);
        return whole;
    });
    if (filled.length) answers[list.key] = filled;
}

/** What the template itself fills in. */
function standards({ sections }: FormSchema): Answers {
    const all = sections.flatMap(({ questions }) => questions);
    return Object.fromEntries(
        all.filter(({ isComputed, standard }) => !isComputed && standard !== null).map((it) => [it.key, it.standard]),
    );
}

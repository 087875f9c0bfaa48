/** The fields of an overlay while they are placed: which one is chosen, and the way back. */
import { computed, signal } from "@preact/signals";
import type { Store } from "../state";
import { copyOf, makeField, snapped, within, type FieldType, type Guide, type OverlayField, type Size } from "./fields";

const STEPS = 200;

export class Placer {
    readonly chosen = signal<string | null>(null);
    readonly guides = signal<{ page: number; lines: Guide[] }>({ page: 0, lines: [] });
    readonly sizes = signal<Size[]>([]);
    /** How large the pages are shown; 1 is their size on paper. */
    readonly zoom = signal(1);
    readonly fields = computed(() => fieldsOf(this.store));
    readonly field = computed(() => this.fields.value.find(({ id }) => id === this.chosen.value) ?? null);
    readonly past = signal<OverlayField[][]>([]);
    readonly future = signal<OverlayField[][]>([]);

    constructor(private readonly store: Store) {}

    get isEditable(): boolean {
        return this.store.isEditable;
    }

    sizeOf(page: number): Size {
        return this.sizes.value[page - 1] ?? { width: 210, height: 297 };
    }

    /** Fields on pages that the PDF does not have. */
    lost(): OverlayField[] {
        const { length } = this.sizes.value;
        return length ? this.fields.value.filter(({ page = 1 }) => page > length) : [];
    }

    add(type: FieldType, page: number, around: { x: number; y: number }): string {
        const field = makeField(type, page, around, this.sizeOf(page));
        const [role] = this.store.envelope.value.roles;
        this.put([...this.fields.value, type === "signature" && role ? { ...field, role: role.key } : field]);
        this.chosen.value = field.id;
        return field.id;
    }

    /** One step of the way back, unless `isOngoing` says that it belongs to the step before. */
    change(id: string, part: Partial<OverlayField>, isOngoing = false): void {
        const changed = this.fields.value.map((field) => {
            if (field.id !== id) return field;
            const next = { ...field, ...part };
            return within(next, this.sizeOf(next.page ?? 1));
        });
        this.put(changed, isOngoing);
    }

    /** Moves to a place, drawn to what is near. */
    moveTo(id: string, x: number, y: number, isOngoing: boolean): void {
        const field = this.fields.value.find((one) => one.id === id);
        if (!field) return;
        const page = field.page ?? 1;
        const others = this.fields.value.filter((one) => one.id !== id && (one.page ?? 1) === page);
        const to = snapped({ ...field, x, y }, others, this.sizeOf(page));
        this.guides.value = { page, lines: to.guides };
        this.change(id, { x: to.field.x, y: to.field.y }, isOngoing);
    }

    settle(): void {
        this.guides.value = { page: 0, lines: [] };
    }

    duplicate(id: string): void {
        const field = this.fields.value.find((one) => one.id === id);
        if (!field) return;
        const copy = copyOf(field, this.sizeOf(field.page ?? 1));
        this.put([...this.fields.value, copy]);
        this.chosen.value = copy.id;
    }

    remove(id: string): void {
        this.put(this.fields.value.filter((field) => field.id !== id));
        this.chosen.value = null;
    }

    undo(): void {
        this.step(this.past, this.future);
    }

    redo(): void {
        this.step(this.future, this.past);
    }

    private step(from: Placer["past"], to: Placer["past"]): void {
        const fields = from.value.at(-1);
        if (!fields) return;
        from.value = from.value.slice(0, -1);
        to.value = [...to.value, this.fields.value];
        this.write(fields);
    }

    private put(fields: OverlayField[], isOngoing = false): void {
        if (!this.isEditable) return;
        if (!isOngoing) this.past.value = [...this.past.value.slice(1 - STEPS), this.fields.value];
        this.future.value = [];
        this.write(fields);
    }

    private write(fields: OverlayField[]): void {
        this.store.change({ fields } as never);
    }
}

/** The fields that the envelope holds; each has an id to be told apart by. */
function fieldsOf(store: Store): OverlayField[] {
    const { fields } = store.envelope.value as unknown as { fields?: OverlayField[] };
    return (fields ?? []).map((field, index) => (field.id ? field : { ...field, id: `field-${String(index + 1)}` }));
}

/** One field on the page: moved with the pointer or the arrow keys, with handles to change its size. */
import { useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { lookUp } from "../previewvalues";
import { PX_PER_MM } from "../sheet";
import type { Store } from "../state";
import { Icon } from "../ui/parts";
import { EDGES, resized, type Edge, type OverlayField } from "./fields";
import type { Placer } from "./placer";

export const ICONS: Record<OverlayField["type"], string> = {
    text: "type",
    image: "image",
    qr: "qr-code",
    barcode: "barcode",
    checkbox: "square-check",
    signature: "signature",
};

interface Props {
    store: Store;
    placer: Placer;
    field: OverlayField;
}

export function Box({ store, placer, field }: Props) {
    const isChosen = placer.chosen.value === field.id;
    const drag = useDrag(placer, field);
    const { x, y, w, h } = field;
    return (
        <div
            class={`ck-place ck-place--${field.type}`}
            role="button"
            tabIndex={0}
            data-field={field.id}
            aria-pressed={isChosen}
            aria-label={t("{kind}: {name}, {x} mm from the left, {y} mm from the top", { kind: kindName(field.type), name: nameOf(field, store), x, y })}
            style={{ left: `${String(x)}mm`, top: `${String(y)}mm`, width: `${String(w)}mm`, height: `${String(h)}mm` }}
            onFocus={() => (placer.chosen.value = field.id)}
            onKeyDown={(event) => press(event, placer, field)}
            {...(placer.isEditable ? drag("move") : {})}
        >
            <Inside store={store} field={field} />
            {isChosen &&
                placer.isEditable &&
                EDGES.map((edge) => <span key={edge} class={`ck-place__handle ck-place__handle--${edge}`} {...drag(edge)} />)}
        </div>
    );
}

/** What the field will print, near enough: the PDF is the truth. */
function Inside({ store, field }: Omit<Props, "placer">) {
    if (field.type !== "text")
        return (
            <span class="ck-place__word">
                <Icon name={ICONS[field.type]} />
                <span>{nameOf(field, store)}</span>
            </span>
        );
    const { typography } = store.envelope.value;
    const value = field.bind ? valueOf(field.bind, store) : field.text;
    const style = {
        fontSize: `${String(field.size ?? typography.size)}pt`,
        fontFamily: `"${String(field.font ?? typography.font)}", "Inter Variable", sans-serif`,
        fontWeight: String(field.weight ?? 400),
        fontStyle: field.italic ? "italic" : "normal",
        lineHeight: String(field.lineHeight ?? 1.2),
        textAlign: String(field.align ?? "left"),
        color: String(field.color ?? typography.color),
        justifyContent: { top: "flex-start", middle: "center", bottom: "flex-end" }[String(field.valign ?? "top")] ?? "flex-start",
        whiteSpace: field.overflow === "wrap" ? "pre-wrap" : "pre",
    };
    return (
        <span class={`ck-place__text${value ? "" : " ck-place__text--label"}`} style={style}>
            <span>{value || nameOf(field, store)}</span>
        </span>
    );
}

/** What people know the field by. */
export function nameOf(field: OverlayField, store: Store): string {
    if (field.label) return String(field.label);
    if (field.bind) return store.directory.value.field(field.bind).label;
    if (field.type === "signature") return store.envelope.value.roles.find(({ key }) => key === field.role)?.label ?? t("Anybody");
    return field.text || kindName(field.type);
}

/** What a kind of field is called. */
export function kindName(type: OverlayField["type"]): string {
    return t(KINDS[type]);
}

const KINDS: Record<OverlayField["type"], string> = {
    text: "Text",
    image: "Picture",
    qr: "QR code",
    barcode: "Barcode",
    checkbox: "Box to tick",
    signature: "Signature",
};

function valueOf(key: string, store: Store): string {
    const value = lookUp(store.hostData.value, key) ?? lookUp(store.sampleData.value, key) ?? store.directory.value.field(key).sample;
    return value === null || value === undefined || typeof value === "object" ? "" : String(value);
}

/** Pointer handlers for moving the field, or one of its edges. */
function useDrag(placer: Placer, field: OverlayField) {
    const from = useRef<{ x: number; y: number; field: OverlayField; hasMoved: boolean } | null>(null);
    return (what: Edge | "move") => ({
        onPointerDown: (event: PointerEvent) => {
            if (event.button !== 0) return;
            event.stopPropagation();
            placer.chosen.value = field.id;
            (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
            from.current = { x: event.clientX, y: event.clientY, field, hasMoved: false };
        },
        onPointerMove: (event: PointerEvent) => {
            const start = from.current;
            if (!start || !(event.currentTarget as HTMLElement).hasPointerCapture(event.pointerId)) return;
            const scale = PX_PER_MM * placer.zoom.value;
            const dx = (event.clientX - start.x) / scale;
            const dy = (event.clientY - start.y) / scale;
            if (!start.hasMoved && Math.hypot(dx, dy) < 0.5) return;
            if (what === "move") placer.moveTo(field.id, start.field.x + dx, start.field.y + dy, start.hasMoved);
            else {
                const { x, y, w, h } = resized(start.field, what, dx, dy, placer.sizeOf(field.page ?? 1));
                placer.change(field.id, { x, y, w, h }, start.hasMoved);
            }
            start.hasMoved = true;
        },
        onPointerUp: () => {
            from.current = null;
            placer.settle();
        },
    });
}

const ARROWS: Record<string, [number, number]> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
};

/** Arrows move by a millimetre, with Shift by a fifth of one, with Alt they change the size. */
function press(event: KeyboardEvent, placer: Placer, field: OverlayField): void {
    if (!placer.isEditable) return;
    const arrow = ARROWS[event.key];
    const isCommand = event.ctrlKey || event.metaKey;
    if (arrow && !isCommand) {
        const step = event.shiftKey ? 0.2 : 1;
        const [dx, dy] = [arrow[0] * step, arrow[1] * step];
        if (event.altKey) placer.change(field.id, resized(field, "se", dx, dy, placer.sizeOf(field.page ?? 1)));
        else placer.change(field.id, { x: field.x + dx, y: field.y + dy });
    } else if (event.key === "Delete" || event.key === "Backspace") placer.remove(field.id);
    else if (isCommand && event.key.toLowerCase() === "d") placer.duplicate(field.id);
    else if (event.key === "Escape") (event.currentTarget as HTMLElement).blur();
    else return;
    event.preventDefault();
}

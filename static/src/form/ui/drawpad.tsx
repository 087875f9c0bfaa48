/** A pad to draw a signature on, with pen, finger or mouse. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";

interface Props {
    done: (picture: Blob) => void;
    cancel: () => void;
}

export function DrawPad({ done, cancel }: Props) {
    const canvas = useRef<HTMLCanvasElement>(null);
    const isEmpty = useRef(true);
    useLayoutEffect(() => (canvas.current ? prepare(canvas.current, () => (isEmpty.current = false)) : undefined), []);
    const clear = () => {
        const pad = canvas.current;
        pad?.getContext("2d")?.clearRect(0, 0, pad.width, pad.height);
        isEmpty.current = true;
    };
    const use = () => {
        if (!isEmpty.current) canvas.current?.toBlob((picture) => picture && done(picture), "image/png");
    };
    return (
        <div class="ck-drawpad">
            <canvas ref={canvas} class="ck-drawpad__canvas" aria-label={t("Draw here")} role="img" />
            <div class="ck-form__actions">
                <button type="button" class="button button--primary" onClick={use}>
                    {t("Use this")}
                </button>
                <button type="button" class="button" onClick={clear}>
                    {t("Clear")}
                </button>
                <button type="button" class="button button--quiet" onClick={cancel}>
                    {t("Cancel")}
                </button>
            </div>
        </div>
    );
}

/** Lines follow the pointer, smoothed through the middle of each two points. */
function prepare(canvas: HTMLCanvasElement, drawn: () => void): () => void {
    const scale = Math.max(devicePixelRatio, 2);
    const { width, height } = canvas.getBoundingClientRect();
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext("2d");
    if (!pen) return () => undefined;
    pen.scale(scale, scale);
    Object.assign(pen, { lineWidth: 2, lineCap: "round", lineJoin: "round", strokeStyle: "#111827" });
    let last: [number, number] | null = null;
    const at = (event: PointerEvent): [number, number] => [event.offsetX, event.offsetY];
    const down = (event: PointerEvent) => {
        canvas.setPointerCapture(event.pointerId);
        last = at(event);
    };
    const move = (event: PointerEvent) => {
        if (!last) return;
        const next = at(event);
        pen.beginPath();
        pen.moveTo(...last);
        pen.quadraticCurveTo(...last, (last[0] + next[0]) / 2, (last[1] + next[1]) / 2);
        pen.lineTo(...next);
        pen.stroke();
        last = next;
        drawn();
    };
    const up = () => (last = null);
    const stop = new AbortController();
    canvas.addEventListener("pointerdown", down, stop);
    canvas.addEventListener("pointermove", move, stop);
    canvas.addEventListener("pointerup", up, stop);
    canvas.addEventListener("pointercancel", up, stop);
    return () => stop.abort();
}

/** Asks which part of a picture is wanted: a rectangle drawn with the pointer, or four sliders. */
import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { cutBetween, cutFile, WHOLE, withSide, type Cut } from "../crop";

interface Props {
    file: File;
    done: (file: File) => void;
    cancel: () => void;
}

export function CropDialog({ file, done, cancel }: Props) {
    const dialog = useRef<HTMLDialogElement>(null);
    const picture = useSignal<ImageBitmap | null>(null);
    const cut = useSignal<Cut>(WHOLE);
    const fault = useSignal("");
    // At once, so that no key goes to what was there before.
    useLayoutEffect(() => dialog.current?.showModal(), []);
    useEffect(() => {
        createImageBitmap(file).then(
            (bitmap) => (picture.value = bitmap),
            () => (fault.value = t("This file is no picture that can be read.")),
        );
    }, [file]);
    const take = () => {
        if (picture.value)
            cutFile(file, picture.value, cut.value).then(done, (error: Error) => (fault.value = error.message));
    };
    return (
        <dialog ref={dialog} class="dialog ck-crop" aria-labelledby="ck-crop" onClose={cancel}>
            <h2 id="ck-crop" class="dialog__title">
                {t("Which part of the picture?")}
            </h2>
            {picture.value && <Picture picture={picture.value} cut={cut.value} set={(changed) => (cut.value = changed)} />}
            <Sides cut={cut.value} set={(changed) => (cut.value = changed)} />
            {fault.value && <p role="alert">{fault.value}</p>}
            <div class="dialog__actions">
                <button type="button" class="button" onClick={cancel}>
                    {t("Cancel")}
                </button>
                <button type="button" class="button button--primary" disabled={!picture.value} onClick={take}>
                    {cut.value === WHOLE ? t("Use the whole picture") : t("Use this part")}
                </button>
            </div>
        </dialog>
    );
}

function Picture({ picture, cut, set }: { picture: ImageBitmap; cut: Cut; set: (cut: Cut) => void }) {
    const canvas = useRef<HTMLCanvasElement>(null);
    const corner = useRef<[number, number] | null>(null);
    useEffect(() => void canvas.current?.getContext("2d")?.drawImage(picture, 0, 0), [picture]);
    const at = (event: PointerEvent): [number, number] => {
        const { left, top, width, height } = (event.currentTarget as HTMLElement).getBoundingClientRect();
        return [(event.clientX - left) / width, (event.clientY - top) / height];
    };
    const start = (event: PointerEvent) => {
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
        corner.current = at(event);
    };
    const inset = [cut.top, cut.right, cut.bottom, cut.left].map((share) => `${String(share * 100)}%`).join(" ");
    return (
        <div
            class="ck-crop__picture"
            onPointerDown={start}
            onPointerMove={(event) => corner.current && set(cutBetween(corner.current, at(event)))}
            onPointerUp={() => (corner.current = null)}
        >
            <canvas ref={canvas} width={picture.width} height={picture.height} />
            <i style={{ inset }} />
        </div>
    );
}

function Sides({ cut, set }: { cut: Cut; set: (cut: Cut) => void }) {
    const sides = [
        ["left", t("Cut off at the left")],
        ["right", t("Cut off at the right")],
        ["top", t("Cut off at the top")],
        ["bottom", t("Cut off at the bottom")],
    ] as const;
    return (
        <div class="ck-grid">
            {sides.map(([side, label]) => (
                <label key={side} class="ck-field">
                    <span class="ck-field__label">{label}</span>
                    <input
                        type="range"
                        min={0}
                        max={1}
                        step={0.01}
                        value={cut[side]}
                        onInput={(event) => set(withSide(cut, side, event.currentTarget.valueAsNumber))}
                    />
                </label>
            ))}
        </div>
    );
}

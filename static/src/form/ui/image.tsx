/** A picture: chosen from the device, taken with its camera, or drawn by hand as a signature; and cut where that helps. */
import { useSignal } from "@preact/signals";
import type { Ref } from "preact";
import { useId, useRef } from "preact/hooks";
import { isCuttable } from "../../builder/crop";
import { CropDialog } from "../../builder/ui/cropdialog";
import { t } from "../../lib/i18n";
import { DrawPad } from "./drawpad";

/** What the inputs behind the buttons say of their question. */
interface Said {
    labelledBy: string;
    describedBy: string;
    isFaulty: boolean;
}

interface Props extends Said {
    value: string;
    isReadOnly: boolean;
    answer: (value: unknown) => void;
    upload: (file: Blob) => Promise<string>;
}

export function ImageInput({ value, isReadOnly, answer, upload, ...said }: Props) {
    const { word, shown, original, take } = useUpload(upload, answer);
    const doing = useSignal<"" | "drawing" | "cutting">("");
    const cutButton = useRef<HTMLButtonElement>(null);
    const src = shown.value || ownAddress(value);
    const file = original.value;
    const end = () => {
        if (doing.value === "cutting") requestAnimationFrame(() => cutButton.current?.focus());
        doing.value = "";
    };
    const use = (picture: Blob, source?: File) => {
        end();
        void take(picture, source);
    };
    const remove = () => {
        shown.value = "";
        answer(undefined);
    };
    return (
        <div class="ck-image-input">
            {src && <img class="ck-image-input__shown" src={src} alt={t("The picture that was chosen")} />}
            {value && !src && <p class="ck-field__hint">{t("A picture is there.")}</p>}
            {isReadOnly && !value && <p class="ck-field__hint">{t("No picture")}</p>}
            {doing.value === "drawing" && <DrawPad done={(picture) => use(picture)} cancel={end} />}
            {doing.value === "cutting" && file && <CropDialog file={file} done={(part) => use(part, file)} cancel={end} />}
            {!isReadOnly && doing.value !== "drawing" && (
                <Buttons
                    {...said}
                    isThere={Boolean(value)}
                    cutButton={cutButton}
                    take={(picture) => void take(picture, picture)}
                    draw={() => (doing.value = "drawing")}
                    cut={value && file ? () => (doing.value = "cutting") : null}
                    remove={remove}
                />
            )}
            {word.value && <p role="status">{word.value}</p>}
        </div>
    );
}

/** The picture's address, where this page may load from it. */
function ownAddress(value: string): string {
    return URL.canParse(value) && new URL(value).origin === location.origin ? value : "";
}

/** Uploads a picture, and shows it from here. What it was before it was cut is kept, so that it can be cut otherwise. */
function useUpload(upload: Props["upload"], answer: Props["answer"]) {
    const word = useSignal("");
    const shown = useSignal("");
    const original = useSignal<File | null>(null);
    const take = async (picture: Blob | undefined, source?: File) => {
        if (!picture) return;
        word.value = t("Uploading …");
        try {
            answer(await upload(picture));
            URL.revokeObjectURL(shown.value);
            shown.value = URL.createObjectURL(picture);
            original.value = source && isCuttable(source) ? source : null;
            word.value = "";
        } catch (error) {
            word.value = error instanceof Error ? error.message : String(error);
        }
    };
    return { word, shown, original, take };
}

interface ButtonProps extends Said {
    isThere: boolean;
    cutButton: Ref<HTMLButtonElement>;
    take: (file: File | undefined) => void;
    draw: () => void;
    cut: (() => void) | null;
    remove: () => void;
}

function Buttons({ isThere, cutButton, take, draw, cut, remove, ...said }: ButtonProps) {
    return (
        <div class="ck-form__actions">
            <FileButton text={isThere ? t("Another picture") : t("Choose a picture")} {...said} take={take} />
            <FileButton text={t("Take a photo")} {...said} take={take} isCamera />
            <button type="button" class="button" onClick={draw}>
                {t("Draw")}
            </button>
            {cut && (
                <button ref={cutButton} type="button" class="button" onClick={cut}>
                    {t("Crop")}
                </button>
            )}
            {isThere && (
                <button type="button" class="button button--quiet" onClick={remove}>
                    {t("Remove")}
                </button>
            )}
        </div>
    );
}

interface FileProps extends Said {
    text: string;
    take: (file: File | undefined) => void;
    /** Opens the camera at once; shown where the device is held in the hand. */
    isCamera?: boolean;
}

function FileButton({ text, labelledBy, describedBy, isFaulty, take, isCamera = false }: FileProps) {
    const id = useId();
    return (
        <label class={isCamera ? "button ck-camera" : "button"}>
            <span id={id}>{text}</span>
            <input
                type="file"
                accept="image/*"
                class="visually-hidden"
                aria-labelledby={`${labelledBy} ${id}`}
                aria-describedby={describedBy || undefined}
                aria-invalid={isFaulty}
                {...(isCamera ? { capture: "environment" as const } : {})}
                onChange={(event) => {
                    take(event.currentTarget.files?.[0]);
                    event.currentTarget.value = ""; // so that the same file can be taken again
                }}
            />
        </label>
    );
}

/** A picture: chosen from the device, taken with its camera, or drawn by hand as a signature. */
import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import { t } from "../../lib/i18n";
import { DrawPad } from "./drawpad";

interface Props {
    value: string;
    isReadOnly: boolean;
    labelledBy: string;
    answer: (value: unknown) => void;
    upload: (file: Blob) => Promise<string>;
}

export function ImageInput({ value, isReadOnly, labelledBy, answer, upload }: Props) {
    const { word, shown, take } = useUpload(upload, answer);
    const isDrawing = useSignal(false);
    if (isReadOnly) return <p>{value ? t("A picture is there.") : t("No picture")}</p>;
    return (
        <div class="ck-image-input">
            {shown.value && <img class="ck-image-input__shown" src={shown.value} alt={t("The picture that was chosen")} />}
            {value && !shown.value && <p class="ck-field__hint">{t("A picture is there.")}</p>}
            {isDrawing.value && (
                <DrawPad
                    done={(picture) => {
                        isDrawing.value = false;
                        void take(picture);
                    }}
                    cancel={() => (isDrawing.value = false)}
                />
            )}
            {!isDrawing.value && (
                <Buttons
                    isThere={Boolean(value)}
                    labelledBy={labelledBy}
                    take={(file) => void take(file)}
                    draw={() => (isDrawing.value = true)}
                    remove={() => {
                        shown.value = "";
                        answer(undefined);
                    }}
                />
            )}
            {word.value && <p role="status">{word.value}</p>}
        </div>
    );
}

/** Uploads a picture, and shows it from here. */
function useUpload(upload: Props["upload"], answer: Props["answer"]) {
    const word = useSignal("");
    const shown = useSignal("");
    const take = async (file: Blob | undefined) => {
        if (!file) return;
        word.value = t("Uploading …");
        try {
            answer(await upload(file));
            URL.revokeObjectURL(shown.value);
            shown.value = URL.createObjectURL(file);
            word.value = "";
        } catch (error) {
            word.value = error instanceof Error ? error.message : String(error);
        }
    };
    return { word, shown, take };
}

interface ButtonProps {
    isThere: boolean;
    labelledBy: string;
    take: (file: File | undefined) => void;
    draw: () => void;
    remove: () => void;
}

function Buttons({ isThere, labelledBy, take, draw, remove }: ButtonProps) {
    return (
        <div class="ck-form__actions">
            <FileButton text={isThere ? t("Another picture") : t("Choose a picture")} labelledBy={labelledBy} take={take} />
            <FileButton text={t("Take a photo")} labelledBy={labelledBy} take={take} isCamera />
            <button type="button" class="button" onClick={draw}>
                {t("Draw")}
            </button>
            {isThere && (
                <button type="button" class="button button--quiet" onClick={remove}>
                    {t("Remove")}
                </button>
            )}
        </div>
    );
}

interface FileProps {
    text: string;
    labelledBy: string;
    take: (file: File | undefined) => void;
    /** Opens the camera at once; shown where the device is held in the hand. */
    isCamera?: boolean;
}

function FileButton({ text, labelledBy, take, isCamera = false }: FileProps) {
    const id = useId();
    return (
        <label class={isCamera ? "button ck-camera" : "button"}>
            <span id={id}>{text}</span>
            <input
                type="file"
                accept="image/*"
                class="visually-hidden"
                aria-labelledby={`${labelledBy} ${id}`}
                {...(isCamera ? { capture: "environment" as const } : {})}
                onChange={(event) => {
                    take(event.currentTarget.files?.[0]);
                    event.currentTarget.value = ""; // so that the same file can be taken again
                }}
            />
        </label>
    );
}

/** A button that uploads a picture into the project's assets. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import { isCuttable } from "../crop";
import type { Store } from "../state";

import { later } from "./later";

const CropDialog = later(async () => (await import("./rooms")).CropDialog);

interface Props {
    store: Store;
    label: string;
    done: (id: string) => void;
}

export function Upload({ store, label, done }: Props) {
    const word = useSignal("");
    const chosen = useSignal<File | null>(null);
    const take = (input: HTMLInputElement) => {
        const file = input.files?.[0];
        if (file && isCuttable(file)) chosen.value = file;
        else if (file) void send(file);
        input.value = "";
    };
    const send = async (file: File) => {
        chosen.value = null;
        word.value = t("Uploading {name} …", { name: file.name });
        try {
            done(await store.upload(file));
            word.value = "";
        } catch (error) {
            word.value = error instanceof Error ? error.message : String(error);
        }
    };
    return (
        <>
        <label class="button ck-upload">
            {label}
            <input type="file" class="visually-hidden" accept="image/png,image/jpeg,image/webp,image/gif,image/svg+xml" onChange={(event) => take(event.currentTarget)} />
            {word.value && (
                <span class="ck-field__hint" role="status">
                    {word.value}
                </span>
            )}
        </label>
        {chosen.value && <CropDialog file={chosen.value} done={(file) => void send(file)} cancel={() => (chosen.value = null)} />}
        </>
    );
}

/** A button that uploads a picture into the project's assets. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import type { Store } from "../state";

interface Props {
    store: Store;
    label: string;
    done: (id: string) => void;
}

export function Upload({ store, label, done }: Props) {
    const word = useSignal("");
    const take = async (input: HTMLInputElement) => {
        const file = input.files?.[0];
        if (!file) return;
        word.value = t("Uploading {name} …", { name: file.name });
        try {
            done(await store.upload(file));
            word.value = "";
        } catch (error) {
            word.value = error instanceof Error ? error.message : String(error);
        }
        input.value = "";
    };
    return (
        <label class="button ck-upload">
            {label}
            <input type="file" class="visually-hidden" accept="image/png,image/jpeg,image/webp,image/gif,image/svg+xml" onChange={(event) => void take(event.currentTarget)} />
            {word.value && (
                <span class="ck-field__hint" role="status">
                    {word.value}
                </span>
            )}
        </label>
    );
}

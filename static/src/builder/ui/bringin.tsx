/** A button that takes a Word or HTML file as the document. */
import { useSignal } from "@preact/signals";
import { t } from "../../lib/i18n";
import type { Store } from "../state";
import { Group } from "./parts";

export function BringIn({ store }: { store: Store }) {
    const word = useSignal("");
    const take = async (input: HTMLInputElement) => {
        const file = input.files?.[0];
        if (!file) return;
        word.value = t("Reading {name} …", { name: file.name });
        try {
            const { bringIn } = await import("../bringing");
            const document = await bringIn(file, store.upload);
            const { tr, doc } = store.view.state;
            store.view.dispatch(tr.replaceWith(0, doc.content.size, document.content).scrollIntoView());
            word.value = t("{name} was taken over. Undo brings back what was there.", { name: file.name });
        } catch (error) {
            word.value = error instanceof Error ? error.message : String(error);
        }
        input.value = "";
    };
    return (
        <Group title={t("Start from a file")}>
            <label class="button ck-upload">
                {t("Open a Word or HTML file")}
                <input type="file" class="visually-hidden" accept=".docx,.html,.htm" onChange={(event) => void take(event.currentTarget)} />
            </label>
            <p class="ck-field__hint" role="status">
                {word.value || t("It takes the place of the text. {{name}} in it becomes a variable.")}
            </p>
        </Group>
    );
}

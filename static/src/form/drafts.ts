/** Keeps the answers on the server while they are given, so that a closed tab loses nothing. */
import { effect } from "@preact/signals";
import type { Api } from "../embedded/api";
import { nested, type FormStore } from "./state";

export const DRAFT_MS = 2000;

/** From now on answers are kept, some moments after the last change; only where the session allows it. */
export function keepDrafts(store: FormStore, api: Pick<Api, "json">): void {
    if (!store.session.permissions.saveFormDraft) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isFirst = true;
    effect(() => {
        const { value } = store.answers;
        clearTimeout(timer);
        if (!isFirst) timer = setTimeout(() => keep(value), DRAFT_MS);
        isFirst = false;
    });
    const save = async (answers: Record<string, unknown>) => {
        if (store.stage.value !== "filling") return;
        try {
            await api.json("PUT", "/v1/embed/form-draft", { data: nested(answers) });
        } catch {
            timer = setTimeout(() => keep(store.answers.value), DRAFT_MS * 5);
        }
    };
    const keep = (answers: Record<string, unknown>) => (store.keeping = save(answers));
}

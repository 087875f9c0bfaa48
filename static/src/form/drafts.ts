/** Keeps the answers on the server while they are given, so that a closed tab loses nothing. */
import { effect } from "@preact/signals";
import type { Api } from "../embedded/api";
import { nested, type FormStore } from "./state";
import { onLeave } from "./waiting";

export const DRAFT_MS = 2000;
/** What browsers still send for a page that is going away. */
const LAST_WORDS = 60_000;

/** From now on answers are kept, some moments after the last change; only where the session allows it. */
export function keepDrafts(store: FormStore, api: Pick<Api, "json">): void {
    if (!store.session.permissions.saveFormDraft) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known = store.answers.value;
    const save = async (answers: Record<string, unknown>) => {
        if (store.stage.value !== "filling") return;
        const before = known;
        const data = nested(answers);
        known = answers;
        try {
            const keepalive = document.visibilityState === "hidden" && JSON.stringify(data).length < LAST_WORDS;
            await api.json("PUT", "/v1/embed/form-draft", { data }, { keepalive });
        } catch {
            known = before;
            timer = setTimeout(() => keep(store.answers.value), DRAFT_MS * 5);
        }
    };
    const keep = (answers: Record<string, unknown>) => {
        clearTimeout(timer);
        store.keeping = save(answers);
    };
    effect(() => {
        const { value } = store.answers;
        clearTimeout(timer);
        if (value !== known) timer = setTimeout(() => keep(value), DRAFT_MS);
    });
    onLeave(() => {
        if (store.answers.value !== known) keep(store.answers.value);
    });
}

/** The values that the server works out from the answers, asked for some moments after the last change. */
import { effect } from "@preact/signals";
import type { Api } from "../embedded/api";
import type { FormStore } from "./state";

const QUIET_MS = 600;

/** Follows the answers, if there is anything to be worked out. */
export function followComputed(store: FormStore, api: Pick<Api, "json">): void {
    const hasAny = store.schema.sections.some(({ questions }) => questions.some(({ isComputed }) => isComputed));
    if (!hasAny) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let latest = 0;
    const ask = async () => {
        const mine = ++latest;
        const path = `/v1/embed/form-submit/${store.session.sessionId}/check`;
        try {
            const { computed } = await api.json<{ computed: Record<string, string> }>("POST", path, {
                data: store.data(),
            });
            if (mine === latest) store.computedValues.value = computed;
        } catch {
            // The next change asks again; until then the older values stay.
        }
    };
    effect(() => {
        void store.answers.value;
        clearTimeout(timer);
        timer = setTimeout(() => void ask(), QUIET_MS);
    });
}

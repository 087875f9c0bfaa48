/** Tells the host which answers changed: their keys, never their values, and not at every letter. */
import { effect } from "@preact/signals";
import type { Bridge } from "../embedded/bridge";
import type { FormStore } from "./state";

const GATHER_MS = 500;

/** From now on changes are told, gathered over half a second. */
export function tellChanges(store: FormStore, bridge: Pick<Bridge, "tell">): void {
    let before = store.answers.value;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keys = new Set<string>();
    effect(() => {
        const now = store.answers.value;
        for (const key of new Set([...Object.keys(before), ...Object.keys(now)]))
            if (before[key] !== now[key]) keys.add(key);
        before = now;
        if (!keys.size || timer) return;
        timer = setTimeout(() => {
            timer = undefined;
            bridge.tell("form.changed", { keys: [...keys] });
            keys.clear();
        }, GATHER_MS);
    });
}

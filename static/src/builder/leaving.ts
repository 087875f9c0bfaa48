/** Leaving: the browser asks before the page goes away with work that is not saved. */
import type { Store } from "./state";

export function askBeforeLeaving(store: Pick<Store, "isEditable" | "saveState">): void {
    window.addEventListener("beforeunload", (event) => {
        if (store.isEditable && store.saveState.value !== "clean") event.preventDefault();
    });
}

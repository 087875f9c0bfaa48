/** Parts of the page that are loaded when they are first shown: the text can be written before they are here. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../lib/i18n";

/** A component that fetches itself; when that fails it says so, and tries again when it is shown anew. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
    const loaded = signal<{ Part: ComponentType<Props> } | null>(null);
    const fault = signal("");
    return function Later(props: Props) {
        useEffect(() => {
            if (loaded.value) return;
            fault.value = "";
            load().then(
                (Part) => (loaded.value = { Part }),
                () => (fault.value = t("This part could not be loaded. Check the connection and open it again.")),
            );
        }, []);
        const Part = loaded.value?.Part;
        if (Part) return <Part {...props} />;
        return fault.value ? (
            <p class="ck-panel ck-panel__hint" role="alert">
                {fault.value}
            </p>
        ) : null;
    };
}

/** Those who sign: named in the envelope, chosen for each field. */
import { t } from "../lib/i18n";
import type { Store } from "./state";

/** Adds a signer with a name that can be changed; the answer is the key. */
export function newRole(store: Store): string {
    const { roles } = store.envelope.value;
    let number = roles.length + 1;
    while (roles.some(({ key }) => key === `role${String(number)}`)) number++;
    const key = `role${String(number)}`;
    store.change({ roles: [...roles, { key, label: t("Signer {number}", { number }), order: roles.length + 1 }] });
    return key;
}

/** The button that opens the menu of what can be put in. */
import { t } from "../../lib/i18n";
import { insertables } from "../insertable";
import type { Store } from "../state";
import { Icon } from "./parts";

export function InsertMenu({ store }: { store: Store }) {
    const close = () => document.getElementById("ck-insert")?.hidePopover();
    return (
        <span class="ck-toolbar__part ck-toolbar__part--end">
            <button type="button" class="button ck-insert-button" popovertarget="ck-insert">
                <Icon name="plus" /> {t("Insert")}
            </button>
            <div id="ck-insert" popover class="ck-menu ck-menu--insert">
                {insertables(store).map(({ name, icon, label, command }) => (
                    <button
                        key={name}
                        type="button"
                        class="ck-menu__item"
                        onClick={() => {
                            close();
                            store.run(command);
                        }}
                    >
                        <Icon name={icon} /> {label}
                    </button>
                ))}
            </div>
        </span>
    );
}

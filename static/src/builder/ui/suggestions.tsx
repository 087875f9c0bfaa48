/** The menu at the caret: what can be put in, or which variable, narrowed by what is typed on. */
import { signal } from "@preact/signals";
import type { EditorView } from "prosemirror-view";
import { t } from "../../lib/i18n";
import { search } from "../catalog";
import { insertVariable } from "../commands";
import { insertables, matching } from "../insertable";
import type { Suggestion, SuggestMenu } from "../plugins/suggest";
import type { Store } from "../state";
import { Icon } from "./parts";

interface Choice {
    id: string;
    icon: string;
    label: string;
    detail: string;
    choose: () => void;
}

const MOST = 40;

/** What the plugin talks to, and what the component below draws. */
export class Suggestions implements SuggestMenu {
    readonly open = signal<{ suggestion: Suggestion; left: number; top: number } | null>(null);
    readonly active = signal(0);

    constructor(private readonly store: Store) {}

    show(suggestion: Suggestion, view: EditorView): void {
        const before = this.open.value?.suggestion;
        if (before?.typed === suggestion.typed && before.from === suggestion.from) return;
        const { left, bottom } = view.coordsAtPos(suggestion.from);
        this.active.value = 0;
        this.open.value = { suggestion, left, top: bottom + 4 };
    }

    hide(): void {
        this.open.value = null;
    }

    press(event: KeyboardEvent): boolean {
        const choices = this.choices();
        if (!this.open.value || !choices.length) return false;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step) this.active.value = (this.active.value + step + choices.length) % choices.length;
        else if (event.key === "Enter" || event.key === "Tab") choices[this.active.value]?.choose();
        else return false;
        return true;
    }

    choices(): Choice[] {
        const suggestion = this.open.value?.suggestion;
        if (!suggestion) return [];
        return (suggestion.kind === "insert" ? this.blocks(suggestion) : this.variables(suggestion)).slice(0, MOST);
    }

    private blocks(suggestion: Suggestion): Choice[] {
        return matching(insertables(this.store), suggestion.typed).map(({ name, icon, label, command }) => ({
            id: name,
            icon,
            label,
            detail: "",
            choose: () => this.replace(suggestion, () => this.store.run(command)),
        }));
    }

    private variables(suggestion: Suggestion): Choice[] {
        return search(this.store.directory.value.all(), suggestion.typed).map(({ key, label }) => ({
            id: key,
            icon: "braces",
            label,
            detail: key,
            choose: () => this.replace(suggestion, () => this.store.run(insertVariable(key))),
        }));
    }

    private replace({ from, to }: Suggestion, put: () => void): void {
        const { view } = this.store;
        view.dispatch(view.state.tr.delete(from, to));
        put();
    }
}

export function SuggestionMenu({ menu }: { menu: Suggestions }) {
    const open = menu.open.value;
    if (!open) return null;
    const choices = menu.choices();
    return (
        <div class="ck-menu ck-menu--suggest" role="listbox" aria-label={t("Suggestions")} style={{ left: `${String(open.left)}px`, top: `${String(open.top)}px` }}>
            {choices.length === 0 && <p class="ck-menu__none">{t("Nothing of that name.")}</p>}
            {choices.map(({ id, icon, label, detail, choose }, index) => (
                <button
                    key={id}
                    type="button"
                    role="option"
                    aria-selected={index === menu.active.value}
                    class="ck-menu__item"
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={choose}
                >
                    <Icon name={icon} /> {label} {detail && <code class="ck-menu__detail">{detail}</code>}
                </button>
            ))}
        </div>
    );
}

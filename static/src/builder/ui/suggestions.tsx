/** The menu at the caret: what can be put in, or which variable, narrowed by what is typed on. */
import { effect, signal } from "@preact/signals";
import type { EditorView } from "prosemirror-view";
import { t } from "../../lib/i18n";
import { search } from "../catalog";
import { putVariable } from "../fields";
import { insertables, matching } from "../insertable";
import { newFrom } from "../keys";
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

interface Open {
    suggestion: Suggestion;
    style: Record<string, string>;
}

const MOST = 40;
/** What the menu needs on the screen, about. */
const WIDTH = 300;
const HEIGHT = 320;
/** Preact puts no unit behind a number. */
const px = (length: number) => `${String(Math.round(length))}px`;
const optionId = (index: number) => `ck-option-${String(index)}`;

/** What the plugin talks to, and what the component below draws. */
export class Suggestions implements SuggestMenu {
    readonly open = signal<Open | null>(null);
    readonly active = signal(0);

    constructor(private readonly store: Store) {
        effect(() => this.describe());
    }

    /** The caret stays in the text; the text field says which entry is meant. */
    private describe(): void {
        const isOpen = this.open.value !== null;
        const id = isOpen ? optionId(this.active.value) : "";
        const field = this.store.view as EditorView | undefined;
        if (isOpen) field?.dom.setAttribute("aria-activedescendant", id);
        else field?.dom.removeAttribute("aria-activedescendant");
        requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block: "nearest" }));
    }

    show(suggestion: Suggestion, view: EditorView): void {
        const before = this.open.value?.suggestion;
        if (before?.typed === suggestion.typed && before.from === suggestion.from) return;
        const { left, top, bottom } = view.coordsAtPos(suggestion.from);
        const room = window.innerHeight - bottom;
        this.active.value = 0;
        this.open.value = {
            suggestion,
            style: {
                left: px(Math.min(left, Math.max(window.innerWidth - WIDTH, 8))),
                // Above the line where there is more room than below.
                ...(room < HEIGHT && top > room ? { bottom: px(window.innerHeight - top + 4) } : { top: px(bottom + 4) }),
            },
        };
    }

    hide(): void {
        this.open.value = null;
    }

    press(event: KeyboardEvent): boolean {
        const choices = this.choices();
        if (!this.open.value || !choices.length) return false;
        if (event.ctrlKey || event.metaKey || event.altKey) return false;
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
        const known = search(this.store.directory.value.all(), suggestion.typed).map(({ key, label }) => ({
            id: key,
            icon: "braces",
            label,
            detail: key,
            choose: () => this.replace(suggestion, () => putVariable(this.store, key)),
        }));
        return [...known.slice(0, MOST - 1), ...this.unknown(suggestion)];
    }

    /** What was typed as a variable of its own, where there is none of that name and one may be made. */
    private unknown(suggestion: Suggestion): Choice[] {
        const made = this.store.allowsCustomVariables ? newFrom(suggestion.typed, this.store.directory.value) : null;
        if (!made) return [];
        const choose = () =>
            this.replace(suggestion, () => {
                const { variables } = this.store.envelope.value;
                this.store.change({ variables: { ...variables, [made.key]: { type: "text", label: made.label } } });
                putVariable(this.store, made.key);
            });
        return [{ id: made.key, icon: "plus", label: t("New variable “{name}”", { name: made.label }), detail: made.key, choose }];
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
        <div class="ck-menu ck-menu--suggest" role="listbox" aria-label={t("Suggestions")} style={open.style}>
            {choices.length === 0 && <p class="ck-menu__none">{open.suggestion.typed ? t("Nothing of that name.") : t("Type a name, such as Customer name.")}</p>}
            {choices.map(({ id, icon, label, detail, choose }, index) => (
                <button
                    key={id}
                    id={optionId(index)}
                    type="button"
                    role="option"
                    tabIndex={-1}
                    aria-selected={index === menu.active.value}
                    class="ck-menu__item"
                    onMouseDown={(event) => event.preventDefault()}
                    onClick={choose}
                >
                    <Icon name={icon} /> <span class="ck-menu__label">{label}</span> {detail && <code class="ck-menu__detail">{detail}</code>}
                </button>
            ))}
        </div>
    );
}

/** The small parts that every panel is made of. */
import type { ComponentChildren } from "preact";

/** An icon of the sprite whose address the page's root element carries. */
export function Icon({ name }: { name: string }) {
    return (
        <svg class="icon" aria-hidden="true">
            <use href={`${document.documentElement.dataset.icons ?? ""}#${name}`} />
        </svg>
    );
}

/** A `ref` for what has the caret from the start; browsers block `autofocus` in frames of another origin. */
export function takeFocus(element: HTMLElement | null): void {
    element?.focus();
}

interface ToolProps {
    icon: string;
    label: string;
    press: (event: MouseEvent) => void;
    isOn?: boolean;
    isOff?: boolean;
    hint?: string;
}

/** A button of a toolbar; pressing it does not take the caret out of the document. */
export function Tool({ icon, label, press, isOn, isOff = false, hint }: ToolProps) {
    return (
        <button
            type="button"
            class="ck-tool"
            title={hint ? `${label} (${hint})` : label}
            aria-label={label}
            aria-disabled={isOff}
            onMouseDown={(event) => event.preventDefault()}
            onClick={(event) => !isOff && press(event)}
            {...(isOn === undefined ? {} : { "aria-pressed": isOn })}
        >
            <Icon name={icon} />
        </button>
    );
}

/** A labelled control. */
export function Field({ label, hint, children }: { label: string; hint?: string; children: ComponentChildren }) {
    return (
        <label class="ck-field">
            <span class="ck-field__label">{label}</span>
            {children}
            {hint && <span class="ck-field__hint">{hint}</span>}
        </label>
    );
}

/** A group of controls under a heading. */
export function Group({ title, children }: { title: string; children: ComponentChildren }) {
    return (
        <section class="ck-group">
            <h3 class="ck-group__title">{title}</h3>
            {children}
        </section>
    );
}

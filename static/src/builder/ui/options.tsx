/** The options of a field to choose in, all by keyboard: Enter begins the next, Backspace takes an empty one away. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../lib/i18n";
import { areEnough, kept, LONGEST, MOST, moved, spread } from "../choices";
import { Icon, Tool } from "./parts";

interface Props {
    value: readonly string[];
    set: (options: string[]) => void;
}

export function Options({ value, set }: Props) {
    const { lines, current, put } = useLines({ value, set });
    const list = useRef<HTMLOListElement>(null);
    const wanted = useRef<number | null>(null);
    useLayoutEffect(() => {
        if (wanted.current !== null) list.current?.querySelectorAll("input")[wanted.current]?.focus();
        wanted.current = null;
    });
    const go = (next: string[], focus: number) => {
        wanted.current = focus;
        put(next);
    };
    const add = (after: number) => {
        const now = current();
        if (now.length < MOST) go([...now.slice(0, after), "", ...now.slice(after)], after);
    };
    return (
        <fieldset class="ck-options">
            <legend class="ck-field__label">{t("Options")}</legend>
            <ol ref={list}>
                {lines.map((line, at) => (
                    <Line key={at} line={line} at={at} current={current} put={put} go={go} add={add} />
                ))}
            </ol>
            <button type="button" class="button button--quiet" disabled={lines.length >= MOST} onClick={() => add(lines.length)}>
                <Icon name="plus" /> {t("Another option")}
            </button>
            <span class="ck-field__hint" role="status">
                {areEnough(value) ? t("Enter begins the next one; Alt and an arrow key move it.") : t("Give two options at least, all different.")}
            </span>
        </fieldset>
    );
}

/** The lines as they are typed, which may be empty, beside what the document has; `current` are they between two drawings. */
function useLines({ value, set }: Props) {
    const typed = useSignal<string[]>([...value]);
    const now = value.join("\n");
    const seen = useRef(now);
    const told = useRef(now);
    if (now !== seen.current) {
        seen.current = now;
        // Not what was typed here, but undone, or changed by somebody else.
        if (now !== kept(typed.value).join("\n")) typed.value = [...value];
        told.current = now;
    }
    const put = (next: string[]) => {
        typed.value = next;
        if (kept(next).join("\n") === told.current) return;
        told.current = kept(next).join("\n");
        set(kept(next));
    };
    return { lines: typed.value, current: () => typed.peek(), put };
}

interface LineProps {
    line: string;
    at: number;
    current: () => string[];
    put: (next: string[]) => void;
    go: (next: string[], focus: number) => void;
    add: (after: number) => void;
}

function Line({ line, at, current, put, go, add }: LineProps) {
    const number = at + 1;
    const without = () => go(current().filter((_, other) => other !== at), Math.max(at - 1, 0));
    const press = (event: KeyboardEvent & { currentTarget: HTMLInputElement }) => {
        const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
        if (event.key === "Enter") add(number);
        else if (event.key === "Backspace" && !event.currentTarget.value && current().length > 1) without();
        else if (event.altKey && by) go(moved(current(), at, by), Math.min(Math.max(at + by, 0), current().length - 1));
        else return;
        event.preventDefault();
    };
    const paste = (event: ClipboardEvent & { currentTarget: HTMLInputElement }) => {
        const pasted = kept(event.clipboardData?.getData("text/plain").split("\n") ?? []);
        if (pasted.length < 2) return;
        event.preventDefault();
        const before = event.currentTarget.value ? [event.currentTarget.value] : [];
        go(spread(current(), at, [...before, ...pasted]), Math.min(at + before.length + pasted.length, MOST) - 1);
    };
    return (
        <li>
            <input
                class="input"
                aria-label={t("Option {number}", { number })}
                value={line}
                maxLength={LONGEST}
                onInput={({ currentTarget }) => put(current().map((other, index) => (index === at ? currentTarget.value : other)))}
                onKeyDown={press}
                onPaste={paste}
            />
            <Tool icon="arrow-up" label={t("Move option {number} up", { number })} isOff={at === 0} press={() => go(moved(current(), at, -1), at - 1)} />
            <Tool icon="x" label={t("Remove option {number}", { number })} press={without} />
        </li>
    );
}

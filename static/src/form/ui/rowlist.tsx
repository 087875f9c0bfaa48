/** A list of rows: add, take away, move, and paste out of a spreadsheet. Long lists are shown a part at a time. */
import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { without } from "../../builder/sampledata";
import { Icon } from "../../builder/ui/parts";
import { locale, plural, t } from "../../lib/i18n";
import { rows, type Answers } from "../checks";
import { MOST_ROWS, readRows, readTable } from "../paste";
import type { RowList } from "../schema";
import type { FormStore } from "../state";
import { FormField } from "./field";

const AT_ONCE = 50;

interface Props {
    store: FormStore;
    list: RowList;
    upload: (file: Blob) => Promise<string>;
    /** The rows, and what takes them when they change; a list inside a row is a part of that row. */
    all: Answers[];
    put: (changed: Answers[]) => void;
    /** Where the list stands: its key, or `orders[2].lines`. */
    place: string;
}

export function Rows({ store, list, upload, all, put, place }: Props) {
    const shown = useSignal(AT_ONCE);
    const word = useSignal("");
    const { section, expectRow } = useFocusOnNewRow(all.length);
    const id = `rows-${place.replace(/[^\w]/g, "-")}`;
    const Heading = place.includes("[") ? "h3" : "h2";
    const paste = (event: ClipboardEvent) => {
        if (event.defaultPrevented) return; // a list inside this one took it
        const table = readTable(event.clipboardData?.getData("text/plain") ?? "");
        if (!table) return;
        event.preventDefault();
        word.value = add(readRows(table, list.questions, locale()), all, put);
    };
    const addOne = () => {
        put([...all, {}]);
        if (all.length >= shown.value) shown.value = all.length + 1;
        expectRow();
    };
    return (
        <section ref={section} class="ck-rows" aria-labelledby={id} onPaste={paste}>
            <Heading class="ck-section__title" id={id}>
                {list.title}
            </Heading>
            <ol class="ck-rows__items">
                {all.slice(0, shown.value).map((row, index) => (
                    <Row key={idOf(row)} {...{ store, list, upload, all, put, place, row, index }} />
                ))}
            </ol>
            {all.length > shown.value && (
                <button type="button" class="button" onClick={() => (shown.value += AT_ONCE)}>
                    {plural(all.length - shown.value, "Show {count} more row", "Show {count} more rows")}
                </button>
            )}
            <Adding addOne={addOne} isFull={all.length >= MOST_ROWS} />
            <p role="status" class="ck-field__hint">
                {word.value}
            </p>
        </section>
    );
}

function Adding({ addOne, isFull }: { addOne: () => void; isFull: boolean }) {
    return (
        <div class="ck-form__actions">
            <button type="button" class="button" onClick={addOne} disabled={isFull}>
                <Icon name="plus" /> {t("Add a row")}
            </button>
            <span class="ck-field__hint">{t("Rows can be pasted from a spreadsheet.")}</span>
        </div>
    );
}

/** Whoever fills rows by keyboard goes on typing in the one that was just added, before the next letter comes. */
function useFocusOnNewRow(count: number) {
    const section = useRef<HTMLElement>(null);
    const isExpected = useRef(false);
    useLayoutEffect(() => {
        const first = ":scope > .ck-rows__items > .ck-row:last-child :is(input, textarea)";
        if (isExpected.current) section.current?.querySelector<HTMLElement>(first)?.focus();
        isExpected.current = false;
    }, [count]);
    return { section, expectRow: () => (isExpected.current = true) };
}

/** Adds pasted rows, if there is room; the answer says what came of it. */
function add(pasted: Answers[], all: Answers[], put: (rows: Answers[]) => void): string {
    const count = all.length + pasted.length;
    if (count > MOST_ROWS)
        return t("A list takes {most} rows at most; these would be {count}.", { most: MOST_ROWS, count });
    put([...all.filter((row) => Object.keys(row).length > 0), ...pasted]);
    return plural(pasted.length, "{count} row was added.", "{count} rows were added.");
}

const ids = new WeakMap<Answers, number>();
let newest = 0;

/** What tells rows apart while they are moved and changed, so that pictures and the caret move with them. */
function idOf(row: Answers, like?: Answers): number {
    const id = ids.get(row) ?? (like ? idOf(like) : ++newest);
    ids.set(row, id);
    return id;
}

interface RowProps extends Props {
    row: Answers;
    index: number;
}

function Row(props: RowProps) {
    const { all, put, row, index } = props;
    const move = (to: number) => {
        const rest = all.filter((_, at) => at !== index);
        put([...rest.slice(0, to), row, ...rest.slice(to)]);
    };
    const set = (key: string, value: unknown) => {
        const others = without(row, key);
        const changed = value === undefined || value === "" ? others : { ...others, [key]: value };
        idOf(changed, row);
        put(all.map((old, at) => (at === index ? changed : old)));
    };
    return (
        <li class="ck-row">
            <RowFields {...props} set={set} />
            <RowTools index={index} count={all.length} move={move} remove={() => put(all.filter((_, at) => at !== index))} />
        </li>
    );
}

function RowFields({ store, list, upload, place: outer, row, index, set }: RowProps & { set: (key: string, value: unknown) => void }) {
    const start = `${outer}[${String(index)}].`;
    return (
        <div class="ck-row__fields" role="group" aria-label={t("Row {number}", { number: index + 1 })}>
            {list.questions.map((question) => (
                <FormField
                    key={question.key}
                    question={question}
                    place={start + question.key}
                    value={row[question.key]}
                    fault={store.faultAt(start + question.key)}
                    answer={(value) => set(question.key, value)}
                    leave={() => store.touch(start + question.key)}
                    upload={upload}
                />
            ))}
            {list.lists.map((inner) => (
                <Rows
                    key={inner.key}
                    {...{ store, upload, list: inner, all: rows(row, inner.key), place: start + inner.key }}
                    put={(changed) => set(inner.key, changed.length ? changed : undefined)}
                />
            ))}
        </div>
    );
}

interface ToolProps {
    index: number;
    count: number;
    move: (to: number) => void;
    remove: () => void;
}

function RowTools({ index, count, move, remove }: ToolProps) {
    const number = index + 1;
    return (
        <div class="ck-row__tools">
            <button type="button" class="ck-tool" disabled={index === 0} aria-label={t("Move row {number} up", { number })} onClick={() => move(index - 1)}>
                <Icon name="chevron-up" />
            </button>
            <button type="button" class="ck-tool" disabled={index === count - 1} aria-label={t("Move row {number} down", { number })} onClick={() => move(index + 1)}>
                <Icon name="chevron-down" />
            </button>
            <button type="button" class="ck-tool" aria-label={t("Remove row {number}", { number })} onClick={remove}>
                <Icon name="trash-2" />
            </button>
        </div>
    );
}

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
}

export function Rows({ store, list, upload }: Props) {
    const shown = useSignal(AT_ONCE);
    const word = useSignal("");
    const all = rows(store.answers.value, list.key);
    const { section, expectRow } = useFocusOnNewRow(all.length);
    const put = (changed: Answers[]) => store.answer(list.key, changed.length ? changed : undefined);
    const paste = (event: ClipboardEvent) => {
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
        <section ref={section} class="ck-rows" aria-labelledby={`rows-${list.key}`} onPaste={paste}>
            <h2 class="ck-section__title" id={`rows-${list.key}`}>
                {list.title}
            </h2>
            <ol class="ck-rows__items">
                {all.slice(0, shown.value).map((row, index) => (
                    <Row key={index} {...{ store, list, upload, all, put, row, index }} />
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
        const first = ".ck-row:last-child :is(input, textarea)";
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

interface RowProps extends Props {
    all: Answers[];
    put: (rows: Answers[]) => void;
    row: Answers;
    index: number;
}

function Row({ store, list, upload, all, put, row, index }: RowProps) {
    const move = (to: number) => {
        const rest = all.filter((_, at) => at !== index);
        put([...rest.slice(0, to), row, ...rest.slice(to)]);
    };
    const set = (key: string, value: unknown) => {
        const others = without(row, key);
        const changed = value === undefined || value === "" ? others : { ...others, [key]: value };
        put(all.map((old, at) => (at === index ? changed : old)));
    };
    return (
        <li class="ck-row">
            <div class="ck-row__fields" role="group" aria-label={t("Row {number}", { number: index + 1 })}>
                {list.questions.map((question) => {
                    const place = `${list.key}[${String(index)}].${question.key}`;
                    return (
                        <FormField
                            key={question.key}
                            question={question}
                            place={place}
                            value={row[question.key]}
                            fault={store.faultAt(place)}
                            answer={(value) => set(question.key, value)}
                            leave={() => store.touch(place)}
                            upload={upload}
                        />
                    );
                })}
            </div>
            <RowTools index={index} count={all.length} move={move} remove={() => put(all.filter((_, at) => at !== index))} />
        </li>
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

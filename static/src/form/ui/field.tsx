/** One question: its label, the input that suits its type, its help and what is wrong with the answer. */
import { locale, t } from "../../lib/i18n";
import { currencySign, readNumber, writeNumber } from "../numbers";
import { Unreadable } from "../checks";
import type { Question } from "../schema";
import { ImageInput } from "./image";

export interface FieldProps {
    question: Question;
    /** Where the answer stands: the key, or `items[2].qty`. */
    place: string;
    value: unknown;
    fault: string;
    answer: (value: unknown) => void;
    leave: () => void;
    upload: (file: Blob) => Promise<string>;
}

export function FormField(props: FieldProps) {
    const { question, place, fault } = props;
    const id = `f-${place.replace(/[^\w]/g, "-")}`;
    const help = [question.help && `${id}-help`, fault && `${id}-fault`].filter(Boolean).join(" ");
    const isGroup = question.type === "image";
    return (
        <div class={`ck-question ck-question--${question.type}`} role={isGroup ? "group" : undefined} aria-labelledby={isGroup ? `${id}-label` : undefined}>
            <label class="ck-question__label" id={`${id}-label`} for={isGroup ? undefined : id}>
                {question.label}
                {question.isComputed && <span class="ck-question__optional"> {t("worked out")}</span>}
                {!question.isRequired && !question.isComputed && !question.isReadOnly && <span class="ck-question__optional"> {t("optional")}</span>}
            </label>
            <Input {...props} id={id} describedBy={help} />
            {question.help && (
                <p class="ck-field__hint" id={`${id}-help`}>
                    {question.help}
                </p>
            )}
            {fault && (
                <p class="ck-question__fault" id={`${id}-fault`}>
                    {fault}
                </p>
            )}
        </div>
    );
}

function Input(props: FieldProps & { id: string; describedBy: string }) {
    const { question, value, answer, leave, id, describedBy, fault } = props;
    const common = {
        id,
        class: "input ck-input",
        "aria-describedby": describedBy || undefined,
        "aria-invalid": fault !== "",
        "aria-required": question.isRequired,
        readOnly: question.isReadOnly || question.isComputed,
        placeholder: question.placeholder,
        onBlur: leave,
    };
    const take = (event: { currentTarget: { value: string } }) => answer(event.currentTarget.value);
    const text = value === undefined || value === null ? "" : String(value);
    switch (question.type) {
        case "longtext":
            return <textarea {...common} rows={3} value={text} onInput={take} />;
        case "number":
        case "currency":
            return <NumberInput {...props} common={common} />;
        case "date":
            return <input type="date" {...common} value={text.slice(0, 10)} onInput={take} />;
        case "datetime":
            return <input type="datetime-local" {...common} value={text.slice(0, 16)} onInput={take} />;
        case "boolean":
            return (
                <input id={id} type="checkbox" class="ck-check" checked={value === true} disabled={question.isReadOnly} aria-invalid={fault !== ""} aria-describedby={describedBy || undefined} onChange={(event) => answer(event.currentTarget.checked)} />
            );
        case "image":
            return <ImageInput value={text} isReadOnly={question.isReadOnly} labelledBy={`${id}-label`} describedBy={describedBy} isFaulty={fault !== ""} answer={answer} upload={props.upload} />;
        case "email":
            return <input type="email" autocomplete="email" {...common} value={text} onInput={take} />;
        case "url":
            return <input type="url" {...common} value={text} onInput={take} />;
        default:
            return <input type="text" {...common} value={text} onInput={take} />;
    }
}

type Common = Record<string, unknown>;

/** Numbers are typed as the reader's language writes them, and read when the field is left. */
function NumberInput({ question, value, answer, leave, common }: FieldProps & { common: Common }) {
    const shown = value instanceof Unreadable ? value.typed : typeof value === "number" ? writeNumber(value, locale()) : "";
    const sign = currencySign(question.format, locale());
    const read = (event: { currentTarget: HTMLInputElement }) => {
        const typed = event.currentTarget.value.trim();
        answer(typed === "" ? undefined : (readNumber(typed, locale()) ?? new Unreadable(typed)));
        leave();
    };
    return (
        <span class="ck-number">
            <input type="text" {...common} inputMode="decimal" value={shown} onBlur={undefined} onChange={read} />
            {sign && <span class="ck-number__sign">{sign}</span>}
        </span>
    );
}

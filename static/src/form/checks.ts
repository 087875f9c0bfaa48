/** What is wrong with an answer, in words for the person who gave it. The server checks again and has the last word. */
import { t } from "../lib/i18n";
import type { FormSchema, Question, RowList } from "./schema";

export type Answers = Record<string, unknown>;

/** Faults by place: a question's key, or `items[2].qty`. */
export type Faults = Record<string, string>;

/** Everything that is wrong. Questions that do not matter now are not asked, so nothing is wrong with them. */
export function check(schema: FormSchema, answers: Answers, isAsked: (key: string) => boolean): Faults {
    const faults: Faults = {};
    for (const { questions } of schema.sections)
        for (const question of questions)
            if (isAsked(question.key)) note(faults, question.key, faultOf(question, answers[question.key]));
    for (const list of schema.lists) if (isAsked(list.key)) checkRows(faults, list, answers, "");
    return faults;
}

function checkRows(faults: Faults, { key, questions, lists }: RowList, answers: Answers, path: string): void {
    rows(answers, key).forEach((row, index) => {
        const place = `${path}${key}[${String(index)}].`;
        for (const question of questions) note(faults, place + question.key, faultOf(question, row[question.key]));
        for (const inner of lists) checkRows(faults, inner, row, place);
    });
}

/** The rows of a list. */
export function rows(answers: Answers, key: string): Answers[] {
    const found = answers[key];
    return Array.isArray(found) ? (found as Answers[]) : [];
}

/** What is wrong with one answer, or nothing. */
export function faultOf(question: Question, value: unknown): string {
    if (question.isComputed || question.isReadOnly || question.type === "boolean") return ""; // unticked is an answer
    if (value === undefined || value === null || value === "")
        return question.isRequired ? t("Please fill this in.") : "";
    if (value instanceof Unreadable) return t("This is no number.");
    if (typeof value === "number") return numberFault(question, value);
    return typeof value === "string" ? textFault(question, value) : "";
}

/** What somebody typed into a number field that is no number; kept, so that it can be mended. */
export class Unreadable {
    constructor(readonly typed: string) {}
}

function numberFault({ isInteger, min, max }: Question, value: number): string {
    if (isInteger && !Number.isInteger(value)) return t("Whole numbers only.");
    if (min !== null && value < min) return t("At least {min}.", { min });
    if (max !== null && value > max) return t("At most {max}.", { max });
    return "";
}

const SHAPES: Record<string, [RegExp, string]> = {
    email: [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, "This is no e-mail address."],
    url: [/^https?:\/\/[^\s]+$/i, "Start with https://."],
};

/** What is wrong with an address that a letter is to go to. */
export function mailFault(address: string): string {
    if (!address) return t("Please fill this in.");
    return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) ? "" : t("This is no e-mail address.");
}

function textFault({ type, pattern }: Question, value: string): string {
    const [shape, words] = SHAPES[type] ?? [];
    if (shape && words && !shape.test(value)) return t(words);
    if (pattern && !matches(pattern, value)) return t("This does not have the right form.");
    return "";
}

function matches(pattern: string, value: string): boolean {
    try {
        return new RegExp(`^(?:${pattern})$`).test(value);
    } catch {
        return true; // a pattern that only the server's language knows: it decides
    }
}

function note(faults: Faults, place: string, fault: string): void {
    if (fault) faults[place] = fault;
}

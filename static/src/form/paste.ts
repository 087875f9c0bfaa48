/** Rows copied out of a spreadsheet. */
import { readNumber } from "./numbers";
import { Unreadable, type Answers } from "./checks";
import type { Question } from "./schema";

/** The most rows that one list takes; the API takes no more either. */
export const MOST_ROWS = 10_000;

/** The table on the clipboard, if it is one: cells by tabs, rows by line ends, quoted cells may hold both. */
export function readTable(text: string): string[][] | null {
    if (!text.includes("\t") && !/\n./.test(text.trimEnd())) return null;
    const table: string[][] = [[]];
    let cell = "";
    let isQuoted = false;
    const endCell = () => {
        table.at(-1)?.push(cell);
        cell = "";
    };
    for (let index = 0; index < text.length; index++) {
        const character = text.charAt(index);
        if (isQuoted && character === '"' && text[index + 1] === '"') cell += text.charAt(++index);
        else if (character === '"' && (isQuoted || cell === "")) isQuoted = !isQuoted;
        else if (!isQuoted && character === "\t") endCell();
        else if (!isQuoted && character === "\n") {
            endCell();
            table.push([]);
        } else if (character !== "\r") cell += character;
    }
    endCell();
    return table.filter((row) => row.some((entry) => entry.trim() !== ""));
}

/** The rows of answers of a table. A first line that names the questions says which column is which; else their order does. */
export function readRows(table: string[][], questions: Question[], locale: string): Answers[] {
    const [head = []] = table;
    const named = head.map((name) => questions.findIndex((question) => isNamed(question, name)));
    const hasHead = named.filter((index) => index >= 0).length > head.length / 2;
    const columns = hasHead ? named : head.map((_, index) => index);
    return (hasHead ? table.slice(1) : table).map((cells) => {
        const row: Answers = {};
        cells.forEach((text, index) => {
            const question = questions[columns[index] ?? -1];
            if (question && !question.isComputed && text.trim() !== "")
                row[question.key] = readCell(text.trim(), question, locale);
        });
        return row;
    });
}

function isNamed({ key, label }: Question, name: string): boolean {
    const wanted = name.trim().toLowerCase();
    return wanted === label.toLowerCase() || wanted === key.toLowerCase();
}

const YES = new Set(["true", "yes", "1", "x", "ja", "oui", "sí", "si"]);

function readCell(text: string, { type }: Question, locale: string): unknown {
    if (type === "number" || type === "currency")
        return readNumber(text.replace(/[^\d.,\-\s]/g, ""), locale) ?? new Unreadable(text);
    if (type === "boolean") return YES.has(text.toLowerCase());
    if (type === "date") return readDate(text, locale);
    return text;
}

/** `31.12.2026` is days first, `12/31/2026` as the language has it; other forms stay, for the server to read. */
function readDate(text: string, locale: string): string {
    const match = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/.exec(text);
    if (!match) return text;
    const [, first = "", sign, second = "", year = ""] = match;
    const [lead] = new Intl.DateTimeFormat(locale).formatToParts();
    const isMonthFirst = (sign === "/" && lead?.type === "month" && Number(first) <= 12) || Number(second) > 12;
    const [day, month] = isMonthFirst ? [second, first] : [first, second];
    return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

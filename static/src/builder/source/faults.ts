/** What the server found wrong with a source, at the place that it names: `line 3, column 7: …`. */
import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";

const PLACE = /^\p{L}+ (\d+)(?:, \p{L}+ (\d+))?\s?: /u;

/** The messages as marks in the text; one without a place stands at the beginning. */
export function diagnosticsOf(doc: Text, messages: readonly string[]): Diagnostic[] {
    return messages
        .map((message): Diagnostic => {
            const [whole = "", line = "1", column = "1"] = PLACE.exec(message) ?? [];
            const place = doc.line(Math.min(Math.max(Number(line), 1), doc.lines));
            const from = Math.min(place.from + Number(column) - 1, place.to);
            return { from, to: place.to, severity: "error", message: message.slice(whole.length) };
        })
        .sort((one, other) => one.from - other.from);
}

/** The server's issues of one source, whatever else they name. */
export function messagesOf(issues: Record<string, string[]>, name: "html" | "css"): string[] {
    return Object.entries(issues)
        .filter(([place]) => place.split("/").at(-1) === name)
        .flatMap(([, messages]) => messages);
}

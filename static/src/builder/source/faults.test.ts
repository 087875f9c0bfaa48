import { Text } from "@codemirror/state";
import { expect, test } from "vitest";
import { diagnosticsOf, messagesOf } from "./faults";

const doc = Text.of(["<p>", "  <script>", "</p>"]);

test("a message stands at the place that it names, without repeating it", () => {
    expect(diagnosticsOf(doc, ["line 2, column 3: script cannot stand here"])).toEqual([
        { from: 6, to: 14, severity: "error", message: "script cannot stand here" },
    ]);
});

test("places beyond the text, and messages without one, are shown all the same", () => {
    const found = diagnosticsOf(doc, ["line 99, column 99: gone", "Expected a text"]);

    expect(found.map(({ from, message }) => [from, message])).toEqual([
        [0, "Expected a text"],
        [19, "gone"],
    ]);
});

test("each source gets its own issues", () => {
    const issues = { "layout/html": ["a"], "layout/css": ["b"], "layout/page/size": ["c"] };

    expect([messagesOf(issues, "html"), messagesOf(issues, "css")]).toEqual([["a"], ["b"]]);
});

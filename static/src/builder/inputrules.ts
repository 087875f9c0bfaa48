/** What typing turns into: headings, lists, rules, and chips from `{{key}}`. */
import { InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import type { Plugin } from "prosemirror-state";
import { definition } from "../schema/definition";
import { type } from "./commands";

const KEY = new RegExp(definition.keys.pattern, "u");

export function typingRules(): Plugin {
    return inputRules({
        rules: [
            textblockTypeInputRule(/^(#{1,4})\s$/, type("heading"), ([, marks]) => ({ level: marks?.length ?? 1 })),
            wrappingInputRule(/^\s*[-*]\s$/, type("bulletList")),
            wrappingInputRule(/^(\d{1,5})[.)]\s$/, type("orderedList"), ([, start]) => ({ start: Number(start) })),
            wrappingInputRule(/^>\s$/, type("blockquote")),
            ruler,
            chip,
        ],
    });
}

/** Three hyphens and a blank at the start of a line. */
const ruler = new InputRule(/^---\s$/, (state, _match, start, end) => {
    const $start = state.doc.resolve(start);
    if ($start.depth < 1 || $start.parent.type.name !== "paragraph") return null;
    return state.tr.delete(start, end).insert($start.before(), type("horizontalRule").create());
});

/** The whole of `{{customer.name}}`, typed or dictated. */
const chip = new InputRule(/\{\{\s*([^{}\s]{1,160})\s*\}\}$/, (state, match, start, end) => {
    const key = match[1] ?? "";
    if (!KEY.test(key)) return null;
    return state.tr.replaceWith(start, end, type("variable").create({ key }));
});

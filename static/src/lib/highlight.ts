/** Cuts code into words that can be coloured: enough for JSON, shell, JavaScript and Python. Pure. */

export type Kind = "plain" | "string" | "number" | "keyword" | "comment" | "key" | "placeholder";
export interface Token {
    kind: Kind;
    text: string;
}

const KEYWORDS: Record<string, string> = {
    json: "true|false|null",
    bash: "curl|jq|until|do|done|sleep|echo",
    js: "const|let|await|async|for|while|if|else|new|import|from|export|return|throw|true|false|null|function",
    python: "import|from|while|for|in|if|else|not|and|or|with|as|def|return|raise|True|False|None",
};
const COMMENTS: Record<string, string> = { json: "(?!)", bash: "#[^\\n]*", js: "//[^\\n]*", python: "#[^\\n]*" };
const QUOTED = "|'(?:[^'\\\\\\n]|\\\\.)*'|`[^`]*`";
const MORE_STRINGS: Record<string, string> = { bash: String.raw`|https?:\/\/[^\s"']+`, js: QUOTED, python: QUOTED };
const PLACEHOLDER = "ck_(?:live|test)_(?:YOUR_KEY|[\\w-]*…[\\w-]+)";

/** The tokens of a text; joined they are the text again. An unknown language stays plain. */
export function tokens(text: string, language: string): Token[] {
    const keywords = KEYWORDS[language];
    if (!keywords) return [{ kind: "plain", text }];
    const found: Token[] = [];
    let end = 0;
    for (const match of text.matchAll(grammar(language, keywords))) {
        push(found, "plain", text.slice(end, match.index));
        for (const token of named(match)) push(found, token.kind, token.text);
        end = match.index + match[0].length;
    }
    push(found, "plain", text.slice(end));
    return found;
}

function grammar(language: string, keywords: string): RegExp {
    const comment = COMMENTS[language] ?? "(?!)";
    const quoted = String.raw`"(?:[^"\\\n]|\\.)*"`;
    return new RegExp(
        [
            `(?<placeholder>${PLACEHOLDER})`,
            String.raw`(?<comment>(?<=^|\s)${comment})`,
            String.raw`(?<key>${quoted}(?=\s*:))`,
            `(?<string>${quoted}${MORE_STRINGS[language] ?? ""})`,
            String.raw`(?<number>(?<![\w.-])-?\d+(?:\.\d+)?\b)`,
            String.raw`(?<keyword>(?<![\w.$-])(?:${keywords})(?![\w-]))`,
        ].join("|"),
        "gm",
    );
}

/** A string may hold the placeholder: then it is cut around it. */
function named(match: RegExpMatchArray): Token[] {
    const [kind, text] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? ["plain", ""];
    return text
        .split(new RegExp(`(${PLACEHOLDER})`))
        .filter(Boolean)
        .map((part) => ({ kind: part.match(PLACEHOLDER) ? "placeholder" : (kind as Kind), text: part }));
}

function push(found: Token[], kind: Kind, text: string): void {
    if (text) found.push({ kind, text });
}

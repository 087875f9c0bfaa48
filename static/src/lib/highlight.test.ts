import { expect, test } from "vitest";
import { tokens } from "./highlight";

const kinds = (text: string, language: string) =>
    tokens(text, language)
        .filter((token) => token.kind !== "plain")
        .map((token) => `${token.kind}:${token.text}`);

test.each(["json", "bash", "js", "python", "text"])("tokens of %s join to the same text", (language) => {
    const text = `curl -H "a: b" \\\n  -d '{"n": -1.5, "ok": true}' # done\nconst x = \`\${y}\`; // 'z'\n"unclosed`;

    expect(
        tokens(text, language)
            .map((token) => token.text)
            .join(""),
    ).toBe(text);
});

test("json tells keys from values", () => {
    expect(kinds('{"total": 12.5, "name": "a: \\"b\\"", "ok": true}', "json")).toEqual([
        'key:"total"',
        "number:12.5",
        'key:"name"',
        'string:"a: \\"b\\""',
        'key:"ok"',
        "keyword:true",
    ]);
});

test("the key placeholder stands out, also inside a string", () => {
    expect(kinds('-H "Authorization: Bearer ck_live_YOUR_KEY"', "bash")).toEqual([
        'string:"Authorization: Bearer ',
        "placeholder:ck_live_YOUR_KEY",
        'string:"',
    ]);
});

test("a key as it is listed stands out like its placeholder", () => {
    expect(kinds('-H "Authorization: Bearer ck_test_4f9a…x7Qz"', "bash")).toEqual([
        'string:"Authorization: Bearer ',
        "placeholder:ck_test_4f9a…x7Qz",
        'string:"',
    ]);
});

test("an address in a string is no comment", () => {
    expect(kinds('fetch("http://localhost:8000/v1")', "js")).toEqual(['string:"http://localhost:8000/v1"']);
});

test("a number inside a word or an id stays plain", () => {
    expect(kinds("v1 0193c2c3-5555", "js")).toEqual([]);
});

test("an address in the shell is one string", () => {
    expect(kinds("curl http://localhost:8000/v1 -o x", "bash")).toEqual([
        "keyword:curl",
        "string:http://localhost:8000/v1",
    ]);
});

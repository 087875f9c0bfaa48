import { expect, test } from "vitest";
import type { NodeJson } from "../schema/content";
import { check, Unreadable } from "./checks";
import { currencySign, readNumber, writeNumber } from "./numbers";
import { readRows, readTable } from "./paste";
import { holds, Relevance } from "./relevance";
import { makeSchema, type ManifestJson } from "./schema";

const manifest: ManifestJson = {
    variables: [
        { key: "customer.name", dataType: "text", required: true },
        { key: "customer.email", dataType: "email" },
        { key: "secret", dataType: "text", required: true },
        { key: "total", dataType: "currency", computed: "sum(items[].price)" },
        { key: "age", dataType: "number", integer: true, min: 18 },
    ],
    loops: [
        {
            key: "items",
            label: "Line items",
            itemFields: [
                { key: "name", label: "Description", dataType: "text", required: true },
                { key: "price", dataType: "currency", required: true },
                { key: "on", label: "Day", dataType: "date" },
            ],
        },
    ],
};
const schema = makeSchema(manifest, null, { readonly: [], hidden: ["secret"] });

test("questions stand in sections by the first word of their key, and hidden ones nowhere", () => {
    expect(schema.sections.map(({ title, questions }) => [title, questions.map(({ key }) => key)])).toEqual([
        ["Customer", ["customer.name", "customer.email"]],
        ["", ["total", "age"]],
    ]);
});

test("the catalog names sections and questions, and asks nothing that the template does not", () => {
    const fields = [
        { key: "customer.name", label: "Who are you?", dataType: "text" },
        { key: "customer.phone", label: "Phone", dataType: "text" },
    ];
    const catalog = { allowCustom: false, namespaces: [{ key: "customer", label: "About you", fields }], loops: [] };
    const [section] = makeSchema(manifest, catalog, { readonly: [], hidden: [] }).sections;

    expect(section?.title).toBe("About you");
    expect(section?.questions.map(({ label }) => label)).toEqual(["Who are you?", "Customer email"]);
});

test("what is missing or wrong is found at its place, also in rows", () => {
    const answers = {
        "customer.email": "nobody",
        age: 17.5,
        items: [{ name: "A", price: 1 }, { price: new Unreadable("x") }],
    };

    expect(check(schema, answers, () => true)).toEqual({
        "customer.name": "Please fill this in.",
        "customer.email": "This is no e-mail address.",
        age: "Whole numbers only.",
        "items[1].name": "Please fill this in.",
        "items[1].price": "This is no number.",
    });
});

test.each([
    ["1.234,5", "de", 1234.5],
    ["1,234.5", "en", 1234.5],
    ["1 234,5", "fr", 1234.5],
    ["1234.5", "de", 1234.5],
    ["0,5", "de", 0.5],
    ["-3", "en", -3],
    ["12 apples", "en", null],
    ["", "en", null],
    ["1.2.3", "en", null],
])("%j is read in %s as %j", (typed, locale, number) => {
    expect(readNumber(typed, locale)).toBe(number);
});

test("numbers are written so that they are read again alike", () => {
    for (const locale of ["de", "en", "fr", "es"])
        expect(readNumber(writeNumber(1234567.25, locale), locale)).toBe(1234567.25);
    expect(currencySign("currency:EUR", "de")).toBe("€");
});

test("a pasted table is read by its head, with quotes, numbers and dates of the language", () => {
    const table = readTable('Day\tDescription\tPrice\r\n31.12.2026\t"two\nlines"\t1.000,50 €\r\n\t"a ""b"""\tten\r\n');
    const list = schema.lists[0];

    expect(readRows(table ?? [], list?.questions ?? [], "de")).toEqual([
        { on: "2026-12-31", name: "two\nlines", price: 1000.5 },
        { name: 'a "b"', price: new Unreadable("ten") },
    ]);
    expect(readTable("just a word")).toBeNull();
});

test("ten thousand pasted rows are read at once", () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `Thing ${String(index)}\t${String(index)}`).join("\n");

    expect(readRows(readTable(text) ?? [], schema.lists[0]?.questions ?? [], "en")).toHaveLength(10_000);
});

test("a variable that stands only under a condition that does not hold is not asked", () => {
    const chip = (key: string): NodeJson => ({ type: "paragraph", content: [{ type: "variable", attrs: { key } }] });
    const when = { key: "isCompany", op: "isTrue" };
    const body: NodeJson = {
        type: "doc",
        content: [
            {
                type: "condition",
                attrs: { when },
                content: [
                    { type: "conditionThen", content: [chip("vatId")] },
                    { type: "conditionElse", content: [chip("birthday")] },
                ],
            },
            chip("name"),
        ],
    };
    const relevance = new Relevance(body);
    const asked = (data: Record<string, unknown>) =>
        ["isCompany", "vatId", "birthday", "name", "unused"].filter((key) => relevance.matters(key, data));

    expect(asked({ isCompany: true })).toEqual(["isCompany", "vatId", "name", "unused"]);
    expect(asked({})).toEqual(["isCompany", "birthday", "name", "unused"]);
});

test.each([
    [{ key: "n", op: "gt", value: 5 }, { n: 6 }, true],
    [{ key: "n", op: "gt", value: 5 }, {}, false],
    [{ key: "c", op: "in", value: ["DE", "AT"] }, { c: "AT" }, true],
    [{ not: { key: "c", op: "empty" } }, { c: "x" }, true],
    [
        {
            all: [
                { key: "a", op: "notEmpty" },
                { key: "b", op: "eq", value: "1" },
            ],
        },
        { a: 1, b: 1 },
        true,
    ],
])("%j holds for %j: %j", (condition, data, wanted) => {
    expect(holds(condition, data)).toBe(wanted);
});

test.each([
    ["12/31/2026", "en", "2026-12-31"],
    ["31/12/2026", "en", "2026-12-31"],
    ["03/04/2026", "en-GB", "2026-04-03"],
    ["3.4.2026", "de", "2026-04-03"],
])("the pasted day %s is read in %s as %s", (typed, locale, day) => {
    const questions = schema.lists[0]?.questions ?? [];
    expect(readRows([["A", "1", typed]], questions, locale)).toEqual([{ name: "A", price: 1, on: day }]);
});

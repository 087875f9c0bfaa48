import { expect, test } from "vitest";
import { Directory, listsOf, search, titled, type CatalogJson } from "./catalog";
import { inWords, operatorsFor } from "./conditions";

const catalog: CatalogJson = {
    allowCustom: false,
    namespaces: [
        { key: "customer", label: "Customer", fields: [{ key: "customer.name", label: "Name", dataType: "text" }] },
    ],
    loops: [
        { key: "items", label: "Line items", itemFields: [{ key: "price", label: "Price", dataType: "currency" }] },
    ],
};

test("item fields of a catalog get their whole path", () => {
    const directory = new Directory(catalog, { variables: {}, loops: {} }, false);

    expect(directory.field("items[].price")).toMatchObject({ type: "currency", source: "catalog" });
    expect(directory.list("items")?.fields.map(({ key }) => key)).toEqual(["items[].price"]);
});

test("a document's own variables stand beside the catalog's and do not replace them", () => {
    const own = { variables: { "customer.name": { type: "number" }, "items[].sku": {}, note: {} }, loops: {} };
    const directory = new Directory(catalog, own, true);

    expect(directory.field("customer.name").type).toBe("text");
    expect(directory.list("items")?.fields.map(({ key }) => key)).toEqual(["items[].price", "items[].sku"]);
    expect(directory.groups.at(-1)?.fields.map(({ key }) => key)).toEqual(["note"]);
});

test("a nested key asks for each list on its way", () => {
    expect(listsOf("orders[].lines[].sku")).toEqual(["orders", "orders[].lines"]);
    expect(listsOf("customer.name")).toEqual([]);
});

test("keys read as words", () => {
    expect(titled("items[].unitPrice")).toBe("Items unit price");
});

test("a search wants every word", () => {
    const directory = new Directory(catalog, { variables: {}, loops: {} }, false);

    expect(search(directory.all(), "items pri").map(({ key }) => key)).toEqual(["items[].price"]);
    expect(search(directory.all(), "items zebra")).toEqual([]);
});

test("conditions read as sentences", () => {
    const condition = {
        all: [
            { key: "total", op: "gt", value: 100 },
            { any: [{ key: "country", op: "in", value: ["DE", "AT"] }, { not: { key: "vip", op: "isFalse" } }] },
        ],
    };

    expect(inWords(condition, titled)).toBe(
        "Total is greater than 100 and (Country is one of “DE”, “AT” or not (Vip is no))",
    );
});

test("a type offers only what makes sense for it", () => {
    expect(operatorsFor("boolean")).not.toContain("gt");
    expect(operatorsFor("currency")).not.toContain("startsWith");
});

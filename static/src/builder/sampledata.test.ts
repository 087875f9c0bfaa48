import { expect, test } from "vitest";
import { lookUp } from "./previewvalues";
import { putAt, rowsOf } from "./sampledata";

test("a value is put and taken away along its path, and the rest is left alone", () => {
    const before = { customer: { name: "Ada" }, total: 3 };
    const after = putAt(before, "customer.city", "Bern");

    expect(after).toEqual({ customer: { name: "Ada", city: "Bern" }, total: 3 });
    expect(before).toEqual({ customer: { name: "Ada" }, total: 3 });
    expect(putAt(putAt(after, "customer.city", undefined), "customer.name", undefined)).toEqual({ total: 3 });
});

test("a path through a prototype changes nothing", () => {
    expect(putAt({ a: 1 }, "__proto__.polluted", true)).toEqual({ a: 1 });
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test("values are found nested, by their whole key, and in a list's first row", () => {
    expect(lookUp({ customer: { name: "Ada" } }, "customer.name")).toBe("Ada");
    expect(lookUp({ "customer.name": "Eve" }, "customer.name")).toBe("Eve");
    expect(lookUp({ items: [{ price: 5 }] }, "items[].price")).toBe(5);
    expect(lookUp({}, "constructor.name")).toBeUndefined();
});

test("what is no list has no rows", () => {
    expect(rowsOf({ items: "x" }, "items")).toEqual([]);
});

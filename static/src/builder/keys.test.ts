import { expect, test } from "vitest";
import { Directory } from "./catalog";
import { newFrom } from "./keys";

const directory = new Directory(null, { variables: { "customer.name": { label: "Customer" } }, loops: {} }, true);

test("a path that was typed becomes the key, other words a label", () => {
    expect(newFrom("customer.city", directory)).toEqual({ key: "customer.city", label: "Customer city" });
    expect(newFrom("due date ", directory)).toEqual({ key: "dueDate", label: "Due date" });
});

test("nothing new is offered for what there is, and for what can be no name", () => {
    for (const typed of ["", "customer", "customer.name", "!?", "items[].price", "constructor"])
        expect(newFrom(typed, directory)).toBeNull();
});

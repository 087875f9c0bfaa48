import { expect, test } from "vitest";
import { failure } from "./failure";

test("an ended link asks to reload the page", () => {
    expect(failure({ name: "ResponseException", status: 404 }).retry).toBe("reload");
    expect(failure({ name: "MissingPDFException" }).title).toBe("The link to this PDF has ended.");
});

test("anything else can be tried again", () => {
    expect(failure({ name: "ResponseException", status: 503 }).retry).toBe("again");
    expect(failure({ name: "InvalidPDFException" }).title).toContain("not a readable PDF");
    expect(failure({}).remedy).toContain("connection");
});

import { expect, test } from "vitest";
import { failure } from "./failure";

test("an ended link asks to reload the page", () => {
    expect(failure({ status: 404 }).retry).toBe("reload");
    expect(failure({ status: 410 }).title).toBe("The link to this PDF has ended.");
});

test("the state of a share link says why, and what to do", () => {
    expect(failure({ status: 410, state: "revoked" }).title).toContain("taken back");
    expect(failure({ status: 410, state: "expired" }).remedy).toContain("Ask the sender");
    expect(failure({ status: 403, state: "password" }).remedy).toContain("Reload");
});

test("anything else can be tried again", () => {
    expect(failure({ status: 503, state: "storage_unavailable" }).retry).toBe("again");
    expect(failure({ status: 429 }).remedy).toContain("minute");
    expect(failure({ name: "InvalidPDFException" }).title).toContain("not a readable PDF");
    expect(failure({}).remedy).toContain("connection");
});

test("a protected PDF is not tried again, since that could not help", () => {
    expect(failure({ name: "PasswordException" }).retry).toBe("never");
});

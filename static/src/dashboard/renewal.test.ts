// @vitest-environment jsdom
import { expect, test, vi } from "vitest";
import { element } from "../lib/dom";
import "./renewal";

const list = element("div");
const filter = element("select");
document.body.append(list, filter);

/** What the list does with an answer for it. */
function isRenewed(by: Element): boolean {
    const detail = { target: list, elt: list, requestConfig: { elt: by }, shouldSwap: true };
    list.dispatchEvent(new CustomEvent("htmx:beforeSwap", { detail, bubbles: true }));
    return detail.shouldSwap;
}

function tell(name: string, by: Element): void {
    by.dispatchEvent(new CustomEvent(name, { detail: { target: list, elt: by }, bubbles: true }));
}

test("a part that asks for itself is renewed, unless a person waits for another answer there", () => {
    tell("htmx:beforeRequest", list);
    expect(isRenewed(list)).toBe(true);

    tell("htmx:beforeRequest", filter);
    expect(isRenewed(list)).toBe(false);
    expect(isRenewed(filter)).toBe(true);

    tell("htmx:afterRequest", filter);
    expect(isRenewed(list)).toBe(true);
});

test("nothing is taken from under a pressed pointer", () => {
    const pressed = vi.spyOn(list, "matches").mockReturnValue(true);
    expect(isRenewed(list)).toBe(false);
    expect(isRenewed(filter)).toBe(true);

    pressed.mockRestore();
    expect(isRenewed(list)).toBe(true);
});

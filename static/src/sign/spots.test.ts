// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { element } from "../lib/dom";
import { mark } from "./spots";

let form: HTMLElement;
let pages: HTMLElement[];
const input = (): HTMLInputElement => form.querySelector("input") as HTMLInputElement;
const spot = (): HTMLElement | null => pages[1]?.querySelector(".sign-spot") ?? null;

beforeEach(() => {
    const field = element(
        "div",
        { "data-field": "f", "data-page": "2", "data-box": "10 20.5 30 6" },
        element("input", { name: "f" }),
    );
    form = element("form", {}, field, element("div", { "data-field": "g", "data-page": "9", "data-box": "1 1 1 1" }));
    pages = [element("div"), element("div")];
    document.body.replaceChildren(form, ...pages);
    field.scrollIntoView = () => undefined;
    mark(form, { scroller: document.body, boxes: pages });
});

test("a field is marked where it stands on its page, and what has no page is not", () => {
    expect(spot()?.style.top).toBe("20.5%");
    expect(document.querySelectorAll(".sign-spot")).toHaveLength(1);
});

test("the mark leads to the field, and the field to its mark", () => {
    spot()?.click();

    expect(document.activeElement).toBe(input());
    expect(spot()?.hasAttribute("data-now")).toBe(true);
});

test("what is filled in is marked as such", () => {
    input().value = "Ada";
    input().dispatchEvent(new Event("input", { bubbles: true }));

    expect(spot()?.hasAttribute("data-filled")).toBe(true);
});

test("a page that is drawn anew keeps its marks", async () => {
    pages[1]?.replaceChildren();
    await Promise.resolve();

    expect(spot()).not.toBeNull();
});

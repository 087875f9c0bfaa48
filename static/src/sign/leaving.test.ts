// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { element } from "../lib/dom";
import { askBeforeLeaving } from "./leaving";

const leaves = (): boolean => window.dispatchEvent(new Event("beforeunload", { cancelable: true }));
let form: HTMLFormElement;

beforeEach(() => {
    form = element("form", {}, element("input"));
    document.body.replaceChildren(form);
    askBeforeLeaving(form);
});

test("who has filled in nothing leaves", () => {
    expect(leaves()).toBe(true);
});

test("who has filled in something is asked", () => {
    form.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
    expect(leaves()).toBe(false);
});

test("who sends it is not asked", () => {
    form.querySelector("input")?.dispatchEvent(new Event("input", { bubbles: true }));
    form.dispatchEvent(new Event("submit", { bubbles: true }));
    expect(leaves()).toBe(true);
});

// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { element } from "../lib/dom";
import { sixDigits } from "./colour";

let field: HTMLInputElement;
let sample: HTMLInputElement;

beforeEach(() => {
    field = element("input", { name: "color", value: "#0A3" });
    const frame = document.createElement("ck-colour");
    frame.append(field);
    document.body.replaceChildren(frame);
    sample = frame.firstElementChild as HTMLInputElement;
});

/** What a person does who writes into a field. */
function write(into: HTMLInputElement, text: string): void {
    into.value = text;
    into.dispatchEvent(new Event("input", { bubbles: true }));
}

test("a sample shows the colour that is written", () => {
    expect(sample.value).toBe("#00aa33");
    write(field, "#123456");
    expect(sample.value).toBe("#123456");
});

test("what is picked is written, and whoever listens to the field hears of it", () => {
    const heard: string[] = [];
    document.body.addEventListener(
        "change",
        () => {
            heard.push(field.value);
        },
        { once: true },
    );
    write(sample, "#ff0000");
    expect(field.value).toBe("#ff0000");
    expect(heard).toEqual(["#ff0000"]);
});

test("no colour and what is no plain one are told apart from white", () => {
    write(field, "");
    expect(sample.parentElement?.hasAttribute("empty")).toBe(true);
    expect(sixDigits("rgb(1 2 3)")).toBe("");
});

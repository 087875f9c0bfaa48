// @vitest-environment jsdom
import { expect, test } from "vitest";
import { element } from "../lib/dom";
import "./time";

/** What a sentence says that ends with a moment of some minutes ago. */
function said(after: string): string {
    const frame = document.createElement("ck-time");
    frame.append(element("time", { datetime: new Date(Date.now() - 36 * 60_000).toISOString() }));
    const sentence = document.createElement("p");
    sentence.append(frame, after);
    document.body.replaceChildren(sentence);
    return sentence.textContent;
}

test("an abbreviation at the end of a sentence brings no second full stop", () => {
    document.documentElement.lang = "de";
    expect(said(". Danach")).toMatch(/^vor \d+ Min\. Danach$/);
    expect(said(" an Demo")).toMatch(/^vor \d+ Min\. an Demo$/);
});

// @vitest-environment jsdom
import { expect, test } from "vitest";
import { element } from "../lib/dom";
import { type Faces, showIn, suited } from "./faces";

const FACES: Faces = {
    plain: { name: "Plain", letters: [[32, 126]] },
    wide: {
        name: "Wide",
        letters: [
            [32, 126],
            [0xe9, 0xe9],
        ],
    },
};

test("a face that lacks a letter gives way to the first that has all, else to the italic", () => {
    expect(suited("Ruth", "plain", FACES)).toBe("plain");
    expect(suited("Zoé", "plain", FACES)).toBe("wide");
    expect(suited("Ωmega", "wide", FACES)).toBe("");
});

test("the samples show what was typed, and words say which face takes the place", () => {
    const samples = ["plain", "wide"].map((face) => element("span", { "data-face": face }, "Ruth"));
    const inputs = ["plain", "wide"].map((value) => element("input", { type: "radio", name: "f", value }));
    if (inputs[0]) inputs[0].checked = true;
    const group = element("fieldset", {}, ...inputs.flatMap((input, at) => [input, samples[at] ?? ""]));
    const said = element("p");

    showIn(group, "Zoé", FACES, said);

    expect(samples.map((sample) => [sample.textContent, sample.dataset.face])).toEqual([
        ["Zoé", "wide"],
        ["Zoé", "wide"],
    ]);
    expect(said.textContent).toBe("Plain has no “é”, so Wide takes its place.");
});

// @vitest-environment jsdom
import { beforeEach, expect, test } from "vitest";
import { element } from "../lib/dom";
import "./picks";

/** The list as the server sends it anew: nothing is ticked. */
function renew(ids = ["a", "b", "c", "d"]): void {
    const rows = ids.map((id) => element("input", { type: "checkbox", name: "id", id: `pick-${id}`, value: id }));
    const all = element("input", { type: "checkbox", id: "pick-all", hidden: "" });
    const said = element("p", { class: "picks-count", "data-one": "1 selected", "data-many": "{n} selected" });
    const picks = document.createElement("ck-picks");
    picks.append(all, ...rows, said);
    document.body.replaceChildren(picks);
}

function box(id: string): HTMLInputElement {
    return document.getElementById(`pick-${id}`) as HTMLInputElement;
}

function picked(): string[] {
    return [...document.querySelectorAll<HTMLInputElement>("input[name=id]:checked")].map((one) => one.value);
}

function said(): string {
    return document.querySelector(".picks-count")?.textContent ?? "";
}

beforeEach(() => {
    renew([]);
    renew();
});

test("what is picked stays picked when the list renews itself", () => {
    box("b").click();
    renew();

    expect(picked()).toEqual(["b"]);
    expect(said()).toBe("1 selected");
});

test("rows that are no longer shown are not picked when they come back", () => {
    box("b").click();
    renew(["a", "c"]);
    renew();

    expect(picked()).toEqual([]);
});

test("all shown are picked at once, and the box for all says when only some are", () => {
    expect(box("all").hidden).toBe(false);
    box("all").click();
    expect(picked()).toEqual(["a", "b", "c", "d"]);
    expect(said()).toBe("4 selected");

    box("c").click();
    expect([box("all").checked, box("all").indeterminate]).toEqual([false, true]);
});

test("Shift picks what lies between", () => {
    box("a").click();
    box("c").dispatchEvent(new MouseEvent("click", { bubbles: true, shiftKey: true }));

    expect(picked()).toEqual(["a", "b", "c"]);
});

test("Escape lets go of everything", () => {
    box("all").click();
    box("b").dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));

    expect(picked()).toEqual([]);
});

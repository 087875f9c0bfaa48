import { expect, test } from "vitest";
import { excerpt, matches, type Section } from "./matching";

const SECTIONS: Section[] = [
    {
        page: "Webhooks",
        title: "Verify",
        url: "/docs/webhooks#verify",
        text: "Two signatures come with each delivery.",
    },
    { page: "Mail", title: "Mail", url: "/docs/mail", text: "Deliveries are tried again. See webhooks." },
    { page: "Batches", title: "Retry", url: "/docs/batches#retry", text: "Rows that failed are sent again." },
];

test("every word must be there, in title or text", () => {
    expect(matches(SECTIONS, "sent again").map(({ url }) => url)).toEqual(["/docs/batches#retry"]);
    expect(matches(SECTIONS, "sent nowhere")).toEqual([]);
});

test("a title counts for more than a text", () => {
    expect(matches(SECTIONS, "webhooks").map(({ page }) => page)).toEqual(["Webhooks", "Mail"]);
});

test("an empty search finds nothing", () => {
    expect(matches(SECTIONS, "  ")).toEqual([]);
});

test("an excerpt shows the place and marks the words", () => {
    const text = `${"before ".repeat(20)}needle${" after".repeat(40)}`;

    const pieces = excerpt(text, "NEEDLE");

    expect(pieces.filter(({ isHit }) => isHit).map(({ text }) => text)).toEqual(["needle"]);
    expect(pieces.map(({ text }) => text).join("").length).toBeLessThan(160);
});

test("signs of regular expressions are just signs", () => {
    expect(excerpt("items[].price (net)", "[].").some(({ isHit }) => isHit)).toBe(true);
});

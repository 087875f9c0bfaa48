// @vitest-environment jsdom
import { expect, test } from "vitest";
import { element } from "../lib/dom";
import { eventsOf, type Hosting } from "./hosting";

const HOSTING: Hosting = {
    origins: ["https://app.acme.example"],
    requestId: "r1",
    recipientId: "p1",
    state: "open",
    done: null,
    fault: null,
};
const signer = { requestId: "r1", recipientId: "p1" };

test("an open page is ready, and a signed one says so too", () => {
    expect(eventsOf(HOSTING)).toEqual([["ready", { ...signer, state: "open" }]]);
    expect(eventsOf({ ...HOSTING, state: "signed", done: "signed" })[1]).toEqual(["signed", signer]);
});

test("an end is an error in the page's own words", () => {
    document.body.append(element("h1", {}, "The time to sign is over."));

    const [, failed] = eventsOf({ ...HOSTING, state: "expired", fault: "session_expired" });

    const message = "The time to sign is over.";
    expect(failed).toEqual(["error", { code: "session_expired", message, recoverable: false }]);
});

/** What we send, verified by the library of Standard Webhooks; `python -m tests.webhooks.vectors` writes the deliveries. */
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import sample from "../../../tests/fixtures/webhooks/deliveries.json";

beforeAll(() => void vi.useFakeTimers({ now: sample.at * 1000 }));
afterAll(() => void vi.useRealTimers());

const cases = sample.deliveries.flatMap(({ secrets, body, headers }) =>
    secrets.map((secret) => ({ secret, body, headers })),
);

test.each(cases)("accepts a delivery as it was sent: $body", ({ secret, body, headers }) => {
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
});

test.each(cases)("refuses another body, id or time: $body", ({ secret, body, headers }) => {
    const later = String(sample.at + 1);

    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
    expect(() => new Webhook(secret).verify(body, { ...headers, "webhook-id": "other" })).toThrow();
    expect(() => new Webhook(secret).verify(body, { ...headers, "webhook-timestamp": later })).toThrow();
});

import { expect, test, vi } from "vitest";
import { ApiError } from "../embedded/api";
import { Outcome, reasonOf } from "./outcome";

test("a link whose answer was lost is asked for under the same key, and the next one under another", async () => {
    const json = vi
        .fn()
        .mockRejectedValueOnce(new ApiError(0, "offline", "away"))
        .mockResolvedValue({ shareUrl: "u" });
    const outcome = new Outcome({ json }, "r1");
    const wish = { password: "", until: "" };

    await expect(outcome.share(wish)).rejects.toThrow("away");
    expect([await outcome.share(wish), await outcome.share(wish)]).toEqual(["u", "u"]);

    const keys = json.mock.calls.map(([, , , extra]) => (extra as { headers: Record<string, string> }).headers);
    const [lost, again, next] = keys.map((headers) => headers["Idempotency-Key"]);
    expect(again).toBe(lost);
    expect(next).not.toBe(lost);
});

test("only what was filled in is sent, and a day lasts until its end", async () => {
    const json = vi.fn().mockResolvedValue({ shareUrl: "u" });
    const outcome = new Outcome({ json }, "r1");

    await outcome.mail({ to: " ruth@example.com ", name: "", message: " " });
    await outcome.share({ password: "open sesame", until: "2099-05-01" });

    const end = new Date("2099-05-01T23:59:59").toISOString();
    expect(json.mock.calls.map((call) => call.slice(0, 3) as unknown[])).toEqual([
        ["POST", "/v1/embed/renders/r1/email", { to: "ruth@example.com" }],
        ["POST", "/v1/embed/renders/r1/shares", { password: "open sesame", expiresAt: end }],
    ]);
});

test("each documented refusal has words, and others are named by their field", () => {
    const refused = (code: string, issues = {}) =>
        reasonOf(new ApiError(400, code, "The request is not valid.", issues));

    expect(refused("email_send_failed")).toBe("The e-mail was refused. Check the address.");
    expect(refused("invalid_request", { password: ["At least 4 characters."] })).toBe("At least 4 characters.");
    expect(refused("strange")).toBe("The request is not valid.");
});

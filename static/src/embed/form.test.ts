// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Craftkit, type FormOptions } from "./index";
import { stage, token, type Inside } from "./stage";

let inside: Inside;

beforeEach(() => {
    vi.useFakeTimers();
    inside = stage();
});

afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
});

function mount(onSubmit?: FormOptions["onSubmit"]) {
    const options = { container: "#builder", sessionToken: token(), ...(onSubmit ? { onSubmit } : {}) };
    const form = Craftkit.mountForm(options);
    inside.open();
    return form;
}

async function submit(): Promise<unknown> {
    inside.say("request.submit", { data: { name: "Ada" }, datasetSelection: {} }, { id: "req_1" });
    await vi.advanceTimersByTimeAsync(0);
    return inside.heard.at(-1)?.payload;
}

test("the frame is told whether the host wants to see submits", () => {
    mount().destroy();
    mount(() => ({ action: "continue" }));

    expect(inside.greetings.map(({ payload }) => payload.intercept)).toEqual([false, true]);
});

test("the host's answer to a submit goes to the frame", async () => {
    const seen = vi.fn(({ data }) => ({ action: "continue" as const, data: { ...data, checked: true } }));
    mount(seen);

    expect(await submit()).toEqual({ action: "continue", data: { name: "Ada", checked: true } });
    expect(seen).toHaveBeenCalledWith({ data: { name: "Ada" }, datasetSelection: {} });
    expect(inside.heard.at(-1)?.id).toBe("req_1");
    expect(vi.getTimerCount()).toBe(0);
});

test.each([
    [
        "throws",
        () => {
            throw new Error("Out of stock");
        },
    ],
    ["rejects", () => Promise.reject(new Error("Out of stock"))],
])("a host that %s cancels the submit with its words", async (_how, onSubmit) => {
    mount(onSubmit);

    expect(await submit()).toEqual({ action: "cancel", message: "Out of stock" });
});

test("a host that does not answer within 30 seconds cancels the submit", async () => {
    mount(() => new Promise(() => undefined));
    const early = await submit();
    await vi.advanceTimersByTimeAsync(30_000);

    expect(early).toBeUndefined();
    expect(inside.heard.at(-1)?.payload).toMatchObject({ action: "cancel" });
});

test("rows, values and submits are commands", async () => {
    const form = mount();
    form.setDataset("bookings", [{ id: 1 }]);
    form.prefill({ name: "Ada" });
    const submitted = form.submit();
    inside.answer({ payload: { renderId: "r1" } });

    expect(inside.heard.map(({ type, payload }) => [type, payload])).toEqual([
        ["craftkit.command.dataset.set", { name: "bookings", rows: [{ id: 1 }] }],
        ["craftkit.command.prefill", { data: { name: "Ada" } }],
        ["craftkit.command.submit", null],
    ]);
    expect(await submitted).toEqual({ renderId: "r1" });
});

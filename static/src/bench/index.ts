/** The test bench: opens the session that the form describes, mounts it with the SDK, and writes down what it tells. */
import { Craftkit, type Builder, type Form } from "../embed/index";
import { element } from "../lib/dom";
import { isRecord } from "../lib/messages";
import { knock } from "../workshop/door";

interface Opened {
    surface: "builder" | "form";
    token: string;
    renew: string;
    data: Record<string, unknown>;
    server: string;
    page: string;
}

const SHARED = ["ready", "session.expiring", "session.refreshed", "session.expired", "close.requested", "error"];
const EVENTS = {
    builder: ["template.saved", "template.published", "template.deleted", "variable.inserted", "variable.removed", ...SHARED],
    form: ["form.changed", "form.submitted", "document.ready", ...SHARED],
};
const COMMANDS = {
    builder: ["triggerSave", "triggerPublish", "focus", "destroy"],
    form: ["submit", "focus", "destroy"],
};
const KEPT = 100;

const form = document.querySelector<HTMLFormElement>("#bench");
const place = find("[data-frame]");
const log = find("[data-log]");
let mounted: Builder | Form | null = null;

form?.addEventListener("submit", (event) => {
    event.preventDefault();
    void open(form);
});
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-command]"))
    button.addEventListener("click", () => void command(button.dataset.command ?? ""));
if (form?.dataset.origin && form.dataset.origin !== location.origin)
    fault(`This page only works at ${form.dataset.origin}.`);

async function open(sent: HTMLFormElement): Promise<void> {
    fault("");
    const answer = await fetch(sent.action, { method: "POST", body: new FormData(sent) }).catch(() => null);
    const said: unknown = await answer?.json().catch(() => null);
    if (!answer?.ok || !isRecord(said)) return fault(reasonOf(said));
    mount(said as unknown as Opened);
}

function mount(opened: Opened): void {
    mounted?.destroy();
    place.replaceChildren();
    log.replaceChildren();
    const { surface, token, renew } = opened;
    const refresh = async () => (await knock(renew)).token;
    const options = { container: place, sessionToken: token, refresh };
    mounted = surface === "form" ? Craftkit.mountForm(options) : Craftkit.mountBuilder(options);
    listen(mounted, EVENTS[surface]);
    if (surface === "builder") (mounted as Builder).setPreviewData(opened.data);
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-command]"))
        button.hidden = !COMMANDS[surface].includes(button.dataset.command ?? "");
    find("[data-commands]").hidden = false;
    find("[data-code]").hidden = false;
    find("#bench-server").textContent = opened.server;
    find("#bench-page").textContent = opened.page;
    if (matchMedia("(width < 60rem)").matches) place.scrollIntoView();
}

function listen(surface: Builder | Form, names: string[]): void {
    for (const name of names) (surface as Builder).on(name as "ready", (payload: unknown) => write(name, payload));
    (surface as Builder).on("close.requested", end);
}

async function command(name: string): Promise<void> {
    const surface = mounted as unknown as Record<string, () => unknown> | null;
    if (!surface) return;
    if (name === "destroy") return end();
    try {
        write(`${name}()`, (await surface[name]?.()) ?? {});
    } catch (error) {
        const { code, message } = error as { code?: string; message?: string };
        write(`${name}() refused`, { code, message });
    }
}

function end(): void {
    mounted?.destroy();
    mounted = null;
    find("[data-commands]").hidden = true;
    place.replaceChildren(element("p", { class: "muted" }, "The frame is gone; nothing of it is left in the page."));
}

function write(name: string, payload: unknown): void {
    const time = new Date().toLocaleTimeString();
    const text = JSON.stringify(payload);
    const words = text.length > 600 ? `${text.slice(0, 600)}…` : text;
    log.prepend(
        element("li", {}, element("time", { class: "muted" }, time), element("strong", {}, name), element("code", {}, words)),
    );
    while (log.children.length > KEPT) log.lastElementChild?.remove();
}

/** What is wrong with the form, or why there is no session. */
function reasonOf(said: unknown): string {
    if (!isRecord(said)) return "The server did not answer.";
    if (isRecord(said.error) && typeof said.error.message === "string") return said.error.message;
    const errors = isRecord(said.errors) ? Object.entries(said.errors) : [];
    return errors.map(([name, texts]) => `${name}: ${String(texts)}`).join(" ") || "The server did not answer.";
}

function fault(words: string): void {
    const line = find("[data-fault]");
    line.textContent = words;
    line.hidden = !words;
}

function find(selector: string): HTMLElement {
    const found = document.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`There is no ${selector} in this page.`);
    return found;
}

/** The page around the builder or a form in our own dashboard: opens a session, mounts the SDK, and leads on. */
import "../lib/words";
import { Craftkit } from "../embed/index";
import { element } from "../lib/dom";
import { t } from "../lib/i18n";
import { knock, Shut, type Opened } from "./door";

const place = document.querySelector<HTMLElement>("[data-surface]") ?? document.body;
const back = document.querySelector<HTMLAnchorElement>("[data-back]");
const { surface, origin = location.origin, documents = "", templates = "" } = place.dataset;

if (location.origin === origin) void start();
else show(t("This page only works at {origin}.", { origin }), link(origin + location.pathname, t("Open it there")));

async function start(): Promise<void> {
    show(t("Opening…"));
    try {
        const opened = await knock(location.pathname + location.search);
        place.replaceChildren();
        if (surface === "form") mountForm(opened);
        else mountBuilder(opened);
    } catch (error) {
        refuse(error);
    }
}

function mountBuilder(opened: Opened): void {
    const builder = Craftkit.mountBuilder(options(opened));
    let isKnown = opened.page !== null;
    const saved = () => {
        if (isKnown) return;
        isKnown = true;
        // From now on a reload opens what was saved, and the way back leads to its page.
        knock(opened.renew).then(settle, () => (isKnown = false));
    };
    builder.on("ready", () => {
        if (opened.values) builder.setPreviewData(opened.values);
    });
    builder.on("template.saved", saved);
    builder.on("template.published", saved);
    builder.on("template.deleted", () => {
        if (back && templates) back.href = templates;
    });
    builder.on("close.requested", leave);
}

function settle({ edit, page }: Opened): void {
    if (!edit || !page || !back) return;
    history.replaceState(null, "", edit);
    back.href = page;
    const name = back.querySelector("span");
    if (name) name.textContent = t("Template");
}

function mountForm(opened: Opened): void {
    const form = Craftkit.mountForm(options(opened));
    const example = document.querySelector<HTMLButtonElement>("[data-example]");
    form.on("ready", () => {
        if (example) example.disabled = false;
    });
    example?.addEventListener("click", () => form.prefill(opened.example ?? {}));
    // Visitors of a public link have no documents to go to: the form itself shows them theirs.
    form.on("form.submitted", ({ renderId }) => {
        if (documents) location.assign(renderId ? `${documents}/${renderId}` : documents);
    });
    form.on("close.requested", leave);
}

function options({ token, renew }: Opened) {
    const refresh = async () => (await knock(renew)).token;
    return { container: place, sessionToken: token, refresh, locale: document.documentElement.lang };
}

/** The frame itself asks about work that is not saved. */
function leave(): void {
    if (back) location.assign(back.href);
}

function refuse(error: unknown): void {
    const isSignedOut = error instanceof Shut && error.isSignedOut;
    const reason = error instanceof Error ? error.message : String(error);
    if (isSignedOut) return show(reason, link(location.href, t("Sign in")));
    const again = element("button", { type: "button", class: "button" }, t("Try again"));
    again.addEventListener("click", () => void start());
    show(t("This could not be opened. {reason}", { reason }), again);
}

function link(address: string, words: string): HTMLElement {
    return element("a", { class: "button", href: address }, words);
}

/** A word in place of the frame; with something to press it is a failure. */
function show(words: string, remedy?: HTMLElement): void {
    const box = element("div", { class: "workshop-word", role: remedy ? "alert" : "status" }, element("p", {}, words));
    if (remedy) box.append(remedy);
    place.replaceChildren(box);
}

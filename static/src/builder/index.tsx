/** The builder's entry: opens the session, ties everything together, and shows why when it cannot. */
import { render } from "preact";
import { readPage, Session } from "../embedded/boot";
import { Refusal, asProblem } from "../embedded/bridge";
import { tellActivity, tellHeight } from "../embedded/signs";
import { Theme } from "../embedded/theme";
import { t } from "../lib/i18n";
import { isRecord } from "../lib/messages";
import { Actions } from "./actions";
import { Documents } from "./documents";
import { askBeforeLeaving } from "./leaving";
import { Preview } from "./preview";
import type { SessionJson } from "./session";
import { blankTemplate, Store } from "./state";
import { tie } from "./tie";
import { Surface } from "./ui/surface";
import { Failure } from "./ui/failure";
import { Suggestions } from "./ui/suggestions";
import { Versions } from "./versions";

const root = document.getElementById("app") ?? document.body;
let store: Store | undefined;
let actions: Actions | undefined;
let theme: Theme | undefined;

const session = new Session<SessionJson>(
    readPage(),
    {
        save: async () => ({ version: (await opened().actions.saving.save()).version }),
        publish: async () => ({ version: (await opened().actions.publish()).version }),
        loadTemplate: ({ externalId, discard }) => opened().actions.loadTemplate(String(externalId), discard === true),
        setPreviewData: ({ data }) => {
            opened().store.hostData.value = isRecord(data) ? data : {};
        },
        setTheme: async ({ theme: wanted }) => ({ rejected: (await theme?.set(wanted)) ?? [] }),
        focus: () => opened().store.view.focus(),
    },
    () => fail(t("The session is over"), t("Close the editor and open it again. What was saved is safe.")),
);

void start();

async function start(): Promise<void> {
    try {
        const { json, appearance, autoResize } = await session.open();
        store = new Store(json, upload, asset, bytes);
        const tell = (event: string, payload: unknown) => session.bridge.tell(event, payload);
        await dress(new Theme(store, session.api), appearance);
        actions = new Actions(store, session.api, tell);
        const menu = new Suggestions(store);
        tie(store, menu, tell);
        store.open(json.template ?? { ...blankTemplate(t("Untitled template")), ...json.start });
        const { viewer, worker } = session.page;
        const preview = new Preview(store, session.api);
        const versions = new Versions(store, session.api);
        const documents = new Documents(session.api);
        render(<Surface {...{ store, actions, menu, preview, versions, documents, viewer, worker }} />, root);
        actions.saving.watch();
        askBeforeLeaving(store);
        showSigns(autoResize);
        tell("ready", { sessionId: json.sessionId, templateId: json.template?.id ?? null });
    } catch (error) {
        const problem = asProblem(error);
        session.bridge.fail(problem);
        fail(t("The editor could not be opened"), problem.message, problem.recoverable);
    }
}

async function dress(look: Theme, appearance: unknown): Promise<void> {
    theme = look;
    const rejected = await look.open(appearance);
    if (rejected.length) session.bridge.tell("appearance.rejected", { rejected });
}

/** The host hears of activity and height; with autoResize the page grows instead of scrolling inside. */
function showSigns(autoResize: boolean): void {
    const tell = (event: string, payload: unknown) => session.bridge.tell(event, payload);
    if (autoResize) document.documentElement.dataset.autoresize = "";
    tellActivity(tell);
    const desk = root.querySelector(".ck-desk");
    const hidden = () => (desk ? desk.scrollHeight - desk.clientHeight : 0);
    tellHeight(tell, [root, root.querySelector(".ck-sheet")], () => root.offsetHeight + hidden());
}

async function upload(file: File): Promise<string> {
    const form = new FormData();
    form.set("file", file);
    return (await session.api.json<{ id: string }>("POST", "/v1/embed/uploads", form)).id;
}

async function bytes(id: string): Promise<Uint8Array<ArrayBuffer>> {
    const answer = await session.api.call("GET", `/v1/embed/assets/${id}`);
    return new Uint8Array(await answer.arrayBuffer());
}

const assets = new Map<string, Promise<string>>();

/** Each picture is fetched once; the address is of a copy in this page's memory. */
function asset(id: string): Promise<string> {
    const known = assets.get(id);
    if (known) return known;
    const fetched = session.api
        .call("GET", `/v1/embed/assets/${id}`)
        .then((answer) => answer.blob())
        .then((blob) => URL.createObjectURL(blob));
    assets.set(id, fetched);
    fetched.catch(() => assets.delete(id));
    return fetched;
}

function opened(): { store: Store; actions: Actions } {
    if (store && actions) return { store, actions };
    throw new Refusal("unknown", "The editor is not open yet.");
}

function fail(title: string, message: string, mayRetry = false): void {
    const retry = mayRetry ? () => location.reload() : undefined;
    render(<Failure title={title} message={message} retry={retry} />, root);
}

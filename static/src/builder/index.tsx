/** The builder's entry: opens the session, ties everything together, and shows why when it cannot. */
import { render } from "preact";
import { readPage, Session } from "../embedded/boot";
import { Refusal, asProblem } from "../embedded/bridge";
import { t } from "../lib/i18n";
import { isRecord } from "../lib/messages";
import { Actions } from "./actions";
import { Preview } from "./preview";
import type { SessionJson } from "./session";
import { blankTemplate, Store } from "./state";
import { App, tie } from "./ui/app";
import { Failure } from "./ui/failure";
import { Suggestions } from "./ui/suggestions";
import { Versions } from "./versions";

const root = document.getElementById("app") ?? document.body;
let store: Store | undefined;
let actions: Actions | undefined;

const session = new Session<SessionJson>(
    readPage(),
    {
        save: async () => ({ version: (await opened().actions.saving.save()).version }),
        publish: async () => ({ version: (await opened().actions.publish()).version }),
        loadTemplate: ({ externalId, discard }) => opened().actions.loadTemplate(String(externalId), discard === true),
        setPreviewData: ({ data }) => {
            opened().store.hostData.value = isRecord(data) ? data : {};
        },
        focus: () => opened().store.view.focus(),
    },
    () => fail(t("The session is over"), t("Close the editor and open it again. What was saved is safe.")),
);

void start();

async function start(): Promise<void> {
    try {
        const { json } = await session.open();
        store = new Store(json, upload);
        const tell = (event: string, payload: unknown) => session.bridge.tell(event, payload);
        actions = new Actions(store, session.api, tell);
        const menu = new Suggestions(store);
        tie(store, menu, tell);
        store.open(json.template ?? blankTemplate(t("Untitled template")));
        const { viewer, worker } = session.page;
        const preview = new Preview(store, session.api);
        const versions = new Versions(store, session.api);
        render(<App {...{ store, actions, menu, preview, versions, viewer, worker }} />, root);
        actions.saving.watch();
        tell("ready", { sessionId: json.sessionId, templateId: json.template?.id ?? null });
    } catch (error) {
        const problem = asProblem(error);
        session.bridge.fail(problem);
        fail(t("The editor could not be opened"), problem.message, problem.recoverable);
    }
}

async function upload(file: File): Promise<string> {
    const form = new FormData();
    form.set("file", file);
    return (await session.api.json<{ id: string }>("POST", "/v1/embed/uploads", form)).id;
}

function opened(): { store: Store; actions: Actions } {
    if (store && actions) return { store, actions };
    throw new Refusal("unknown", "The editor is not open yet.");
}

function fail(title: string, message: string, mayRetry = false): void {
    const retry = mayRetry ? () => location.reload() : undefined;
    render(<Failure title={title} message={message} retry={retry} />, root);
}

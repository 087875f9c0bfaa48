/** The form's entry: opens the session, ties everything together, and shows why when it cannot. */
import { render } from "preact";
import { Failure } from "../builder/ui/failure";
import { readPage, Session } from "../embedded/boot";
import { asProblem, Refusal } from "../embedded/bridge";
import { tellActivity } from "../embedded/signs";
import { Theme } from "../embedded/theme";
import { t } from "../lib/i18n";
import { isRecord } from "../lib/messages";
import { tellChanges } from "./changes";
import { followComputed } from "./computedvalues";
import { keepDrafts } from "./drafts";
import { Sending } from "./sending";
import { FormStore, type FormSession } from "./state";
import { FormApp, useHeight, type FormDesk } from "./ui/app";

const root = document.getElementById("app") ?? document.body;
let store: FormStore | undefined;
let sending: Sending | undefined;
let theme: Theme | undefined;

const session = new Session<FormSession>(
    readPage(),
    {
        submit: () => {
            // A number is read when its field is left; the button takes the caret away, a call from the host does not.
            if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
            return opened().sending.submit();
        },
        prefill: ({ data }) => {
            if (isRecord(data)) opened().store.prefill(data);
        },
        "dataset.set": ({ name, rows }) => {
            const { datasets } = opened().store;
            const given = Array.isArray(rows) ? rows.filter(isRecord) : [];
            datasets.value = [...datasets.value.filter((set) => set.name !== name), { name: String(name), rows: given }];
        },
        setTheme: async ({ theme: wanted }) => ({ rejected: (await theme?.set(wanted)) ?? [] }),
        focus: () => root.querySelector<HTMLElement>("input, textarea, select")?.focus(),
    },
    () => fail(t("The session is over"), t("Open the form again to go on.")),
);

void start();

async function start(): Promise<void> {
    try {
        const { json, appearance, autoResize, intercept } = await session.open();
        store = new FormStore(json);
        sending = new Sending(store, session.api, session.bridge, intercept);
        document.documentElement.classList.toggle("ck-grows", autoResize);
        await dress(new Theme(store, session.api), appearance);
        render(<Form desk={desk(store, sending)} />, root);
        keepDrafts(store, session.api);
        tellChanges(store, session.bridge);
        tellActivity((event, payload) => session.bridge.tell(event, payload));
        followComputed(store, session.api);
        session.bridge.tell("ready", { sessionId: json.sessionId, templateId: json.template?.id ?? null });
    } catch (error) {
        const problem = asProblem(error);
        session.bridge.fail(problem);
        fail(t("The form could not be opened"), problem.message, problem.recoverable);
    }
}

async function dress(look: Theme, appearance: unknown): Promise<void> {
    theme = look;
    const rejected = await look.open(appearance);
    if (rejected.length) session.bridge.tell("appearance.rejected", { rejected });
}

function Form({ desk: given }: { desk: FormDesk }) {
    useHeight((heightPx) => session.bridge.tell("height.changed", { heightPx }));
    return <FormApp {...given} />;
}

function desk(open: FormStore, sender: Sending): FormDesk {
    const { api, page, bridge } = session;
    return {
        store: open,
        api,
        submit: () => sender.submit(),
        upload: async (file) => {
            const form = new FormData();
            form.set("file", file, file instanceof File ? file.name : "drawing.png");
            const path = `/v1/embed/form-submit/${open.session.sessionId}/upload-image`;
            return (await api.json<{ url: string }>("POST", path, form)).url;
        },
        preview: async (data, signal) => {
            const path = `/v1/embed/form-submit/${open.session.sessionId}/preview`;
            const answer = await api.call("POST", path, { data }, { signal });
            return new Uint8Array(await answer.arrayBuffer());
        },
        viewer: page.viewer,
        worker: page.worker,
        close: () => bridge.tell("close.requested", {}),
    };
}

function opened(): { store: FormStore; sending: Sending } {
    if (store && sending) return { store, sending };
    throw new Refusal("unknown", "The form is not open yet.");
}

function fail(title: string, message: string, mayRetry = false): void {
    const retry = mayRetry ? () => location.reload() : undefined;
    render(<Failure title={title} message={message} retry={retry} />, root);
}

/** Sends the answers: asks the host first, sends once however often it has to try, and follows the document. */
import { ApiError, type Api } from "../embedded/api";
import { Refusal, type Bridge } from "../embedded/bridge";
import { t } from "../lib/i18n";
import { isRecord } from "../lib/messages";
import type { Faults } from "./checks";
import type { FormStore } from "./state";
import { pause } from "./waiting";

const POLL_MS = 600;
const TRIES = 4;
const PAUSE_MS = 1500;

interface RenderJson {
    id: string | null;
    status: string;
    errorMessage: string | null;
    downloadUrl: string | null;
}

export class Sending {
    /** The same for every try of the same answers, so that a lost answer makes no second document. */
    private key: { data: string; id: string } | null = null;

    constructor(
        private readonly store: FormStore,
        private readonly api: Api,
        private readonly bridge: Pick<Bridge, "ask" | "tell">,
        private readonly intercepts: boolean,
    ) {}

    /** Submits as the button does. Rejects with Refusal when the answers are not fit to be sent. */
    async submit(): Promise<{ renderId: string | null }> {
        const { store } = this;
        if (store.stage.value !== "filling") throw new Refusal("unknown", "The form is being sent already.");
        if (!store.session.permissions.submitForm)
            throw new Refusal("permission_denied", t("This form may not be sent."));
        this.refuseFaults();
        store.stage.value = "sending";
        store.problem.value = "";
        try {
            return await this.sendChecked();
        } catch (error) {
            this.explain(error);
            throw error;
        }
    }

    private refuseFaults(): void {
        const { store } = this;
        const places = Object.keys(store.faults.value);
        if (!places.length) return;
        store.touched.value = new Set([...store.touched.value, ...places]);
        throw new Refusal("unknown", t("Some answers are missing or not right."));
    }

    private async sendChecked(): Promise<{ renderId: string | null }> {
        const { store } = this;
        let data = store.data();
        if (this.intercepts) {
            const answer = await this.bridge.ask("submit", { data, datasetSelection: store.selection.value });
            const action = isRecord(answer) ? answer.action : "cancel";
            if (action === "cancel") throw new Refusal("unknown", words(answer));
            if (action === "handled") return this.handled(answer as { documentUrl?: string });
            if (isRecord(answer) && isRecord(answer.data)) data = answer.data;
        }
        await store.keeping;
        const render = await this.post(data);
        this.bridge.tell("form.submitted", { renderId: render.id });
        if (!render.id) return this.finish(null);
        return this.follow(render.id);
    }

    /** Tries again when the connection broke; the key makes the server answer with the first try's document. */
    private async post(data: Record<string, unknown>): Promise<RenderJson> {
        const { sessionId } = this.store.session;
        const body = { data, datasetSelection: this.store.selection.value };
        const text = JSON.stringify(body);
        if (this.key?.data !== text) this.key = { data: text, id: crypto.randomUUID() };
        const headers = { "Idempotency-Key": this.key.id };
        for (let attempt = 1; ; attempt++) {
            try {
                return await this.api.json<RenderJson>("POST", `/v1/embed/form-submit/${sessionId}`, body, { headers });
            } catch (error) {
                if (!(error instanceof ApiError) || error.status !== 0 || attempt === TRIES) throw error;
                await pause(PAUSE_MS * attempt);
            }
        }
    }

    private async follow(id: string): Promise<{ renderId: string }> {
        const { store } = this;
        store.stage.value = "rendering";
        for (;;) {
            const { status, errorMessage, downloadUrl } = await this.patient<RenderJson>(`/v1/embed/renders/${id}`);
            if (status === "succeeded") this.bridge.tell("document.ready", { renderId: id, downloadUrl });
            if (status === "succeeded") break;
            if (status === "failed" || status === "cancelled") {
                this.key = null; // the next try is to make a document, not to hear of this one again
                throw new Refusal("unknown", errorMessage ?? t("The document could not be made."));
            }
            await pause(POLL_MS);
        }
        await this.show(id);
        this.finish(id);
        return { renderId: id };
    }

    private async show(id: string): Promise<void> {
        const { store } = this;
        store.render.value = { id, pdf: null };
        if (!store.session.form.showDocumentAfterSubmit) return;
        const answer = await this.api.call("GET", `/v1/embed/renders/${id}/content`);
        store.render.value = { id, pdf: new Uint8Array(await answer.arrayBuffer()) };
    }

    private async handled({ documentUrl }: { documentUrl?: string }): Promise<{ renderId: null }> {
        if (documentUrl) {
            const { sessionId } = this.store.session;
            const path = `/v1/embed/form-submit/${sessionId}/document`;
            const answer = await this.api.call("POST", path, { documentUrl });
            this.store.render.value = { id: "", pdf: new Uint8Array(await answer.arrayBuffer()) };
        }
        return this.finish(null);
    }

    private finish(renderId: null): { renderId: null };
    private finish(renderId: string): { renderId: string };
    private finish(renderId: string | null): { renderId: string | null } {
        const { stage, session } = this.store;
        stage.value = "done";
        if (session.form.redirectUrl) location.assign(session.form.redirectUrl);
        return { renderId };
    }

    /** Asks again for a while when the connection is away: the document is being made all the same. */
    private async patient<Answer>(path: string): Promise<Answer> {
        for (let attempt = 1; ; attempt++) {
            try {
                return await this.api.json<Answer>("GET", path);
            } catch (error) {
                if (!(error instanceof ApiError) || error.status !== 0 || attempt === 20) throw error;
                await pause(PAUSE_MS);
            }
        }
    }

    private explain(error: unknown): void {
        const { store } = this;
        store.stage.value = "filling";
        store.problem.value = error instanceof Error ? error.message : String(error);
        if (!(error instanceof ApiError)) return;
        const faults = faultsOf(error.issues);
        const unseen = Object.entries(faults).filter(([place]) => !store.isShown(place));
        store.serverFaults.value = faults;
        store.problem.value = [error.message, ...unseen.map(([place, fault]) => `${place}: ${fault}`)].join(" ");
    }
}

function faultsOf(issues: Record<string, string[]>): Faults {
    return Object.fromEntries(
        Object.entries(issues).map(([place, faults]) => [place.replace(/^data\./, ""), faults.join(" ")]),
    );
}

function words(answer: unknown): string {
    const message = isRecord(answer) ? answer.message : null;
    return typeof message === "string" && message ? message : t("The form was not sent.");
}

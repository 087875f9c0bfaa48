/** Saves the draft: some seconds after the last change, when the page is left, and when somebody asks for it. */
import { effect } from "@preact/signals";
import { ApiError, type Api } from "../embedded/api";
import { asProblem, Refusal } from "../embedded/bridge";
import type { EventManifest, TemplateJson } from "./session";
import type { SaveState, Store } from "./state";

export const AUTOSAVE_MS = 3000;
const RETRY_MS = 10_000;

/** What the host hears of saving and publishing. */
export interface Saved {
    templateId: string;
    version: number;
    manifest: EventManifest;
}

export class Saving {
    private running: Promise<Saved> | null = null;
    private timer: ReturnType<typeof setTimeout> | undefined;

    constructor(
        private readonly store: Store,
        private readonly api: Pick<Api, "json">,
        private readonly tell: (event: string, payload: unknown) => void,
    ) {}

    /** From now on changes save themselves. */
    watch(): void {
        if (!this.store.may("saveDraft")) return;
        effect(() => {
            if (this.store.edits.value === 0) return;
            clearTimeout(this.timer);
            this.timer = setTimeout(() => this.saveQuietly(), AUTOSAVE_MS);
        });
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "hidden") this.saveQuietly();
        });
    }

    /** Saves what is there now, after a save that is under way. Rejects with Refusal or ApiError. */
    async save(): Promise<Saved> {
        if (!this.store.may("saveDraft")) throw this.denied("This session may not save drafts.");
        await this.running?.catch(() => undefined); // its own caller hears of it
        const { id } = this.store.template.value;
        this.running = this.guarded(() => (id ? this.update() : this.create())).finally(() => (this.running = null));
        const saved = await this.running;
        this.tell("template.saved", saved);
        return saved;
    }

    /** Publishes what is there now as the next version, in one call with saving it. */
    async publish(): Promise<Saved> {
        const { store } = this;
        if (!store.may("publish")) throw this.denied("This session may not publish.");
        await this.running?.catch(() => undefined);
        if (!store.template.value.id) await this.guarded(() => this.create());
        const published = await this.guarded(() => this.release());
        this.tell("template.published", published);
        return published;
    }

    /** After a conflict: what is here replaces what somebody else saved. */
    async keepMine(): Promise<Saved> {
        const theirs = await this.api.json<TemplateJson>("GET", this.path());
        this.store.template.value = { ...this.store.template.value, revision: theirs.revision };
        this.store.saveState.value = "dirty";
        return this.save();
    }

    /** After a conflict: what somebody else saved replaces what is here. */
    async takeTheirs(): Promise<void> {
        this.store.open(await this.api.json<TemplateJson>("GET", this.path()));
    }

    /** The state in the top bar tells how it went; without a connection it is tried again. */
    private saveQuietly(): void {
        clearTimeout(this.timer);
        const { saveState } = this.store;
        if (saveState.value !== "dirty" && saveState.value !== "offline") return;
        this.save().catch(() => {
            if (saveState.value === "offline") this.timer = setTimeout(() => this.saveQuietly(), RETRY_MS);
        });
    }

    private denied(message: string): Refusal {
        const refusal = new Refusal("permission_denied", message);
        this.tell("error", asProblem(refusal));
        return refusal;
    }

    /** Shows how it goes: saved, or why not. */
    private async guarded(send: () => Promise<Saved>): Promise<Saved> {
        const { store } = this;
        const [edits, before] = [store.edits.value, store.saveState.value];
        store.saveState.value = "saving";
        try {
            const saved = await send();
            store.saveState.value = store.edits.value === edits ? "clean" : "dirty";
            return saved;
        } catch (error) {
            const state = stateAfter(error);
            // The host hears of it once; while there is no connection it is tried again and again.
            if (state !== "offline" || before !== "offline") this.tell("error", asProblem(error));
            store.saveState.value = state;
            store.saveError.value = error instanceof Error ? error.message : String(error);
            throw error;
        }
    }

    private async create(): Promise<Saved> {
        const { store } = this;
        const { name } = store.template.value;
        const body = { name, content: store.content(), sampleData: store.sampleData.value };
        const made = await this.api.json<TemplateJson>("POST", "/v1/embed/templates", body);
        store.template.value = { ...store.template.value, ...made, content: store.template.value.content };
        return { templateId: made.id, version: made.revision, manifest: made.manifest };
    }

    private async update(): Promise<Saved> {
        const { store } = this;
        const saved = await this.api.json<Saved>("PUT", `${this.path()}/draft`, this.body());
        store.template.value = { ...store.template.value, revision: saved.version, manifest: saved.manifest };
        return saved;
    }

    private async release(): Promise<Saved> {
        const { store } = this;
        const published = await this.api.json<Saved & { revision: number }>(
            "POST",
            `${this.path()}/publish`,
            this.body(),
        );
        const { version, revision, manifest } = published;
        store.template.value = { ...store.template.value, publishedVersion: version, revision, manifest };
        return { templateId: published.templateId, version, manifest };
    }

    private path(): string {
        return `/v1/embed/templates/${this.store.template.value.id}`;
    }

    private body(): unknown {
        const { store } = this;
        const { revision } = store.template.value;
        return { content: store.content(), sampleData: store.sampleData.value, baseRevision: revision };
    }
}

function stateAfter(error: unknown): SaveState {
    if (!(error instanceof ApiError)) return "refused";
    if (error.status === 0) return "offline";
    return error.code === "draft_conflict" ? "conflict" : "refused";
}

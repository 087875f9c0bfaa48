/** What the user, and the host page, can do with the template as a whole. */
import { signal } from "@preact/signals";
import type { Api } from "../embedded/api";
import { Refusal } from "../embedded/bridge";
import { t } from "../lib/i18n";
import { Saving, type Saved } from "./saving";
import type { ListedJson, TemplateJson } from "./session";
import { blankTemplate, type Store } from "./state";

/** A question that the page asks before it goes on. */
export interface Question {
    title: string;
    text: string;
    yes: string;
    answer: (isYes: boolean) => void;
}

export class Actions {
    readonly saving: Saving;
    readonly question = signal<Question | null>(null);
    readonly isPublishing = signal(false);

    constructor(
        private readonly store: Store,
        private readonly api: Api,
        private readonly tell: (event: string, payload: unknown) => void,
    ) {
        this.saving = new Saving(store, api, tell);
    }

    readonly save = (): void => {
        this.saving.save().then(
            () => this.say(t("Saved")),
            (error: Error) => this.say(error.message),
        );
    };

    readonly askToPublish = (): void => {
        this.isPublishing.value = true;
    };

    readonly publish = async (): Promise<Saved> => {
        const published = await this.saving.publish();
        this.say(t("Published as version {number}", { number: published.version }));
        return published;
    };

    readonly close = (): void => {
        const { onCloseUrl } = this.store.session;
        this.tell("close.requested", {});
        // A frame without the SDK has nobody who listens; then the address that the session was given is the way out.
        if (onCloseUrl && window.parent === window) location.assign(onCloseUrl);
    };

    readonly rename = (name: string): void => {
        const { template } = this.store;
        if (!name || name === template.value.name) return;
        const before = template.value.name;
        template.value = { ...template.value, name };
        if (!template.value.id) return this.store.touch();
        this.api.json("PATCH", `/v1/embed/templates/${template.value.id}`, { name }).catch((error: Error) => {
            template.value = { ...template.value, name: before };
            this.say(error.message);
        });
    };

    /** What the session may open, the one changed last first. */
    async templates(): Promise<ListedJson[]> {
        return (await this.api.json<{ templates: ListedJson[] }>("GET", "/v1/embed/templates")).templates;
    }

    /** Opens one of them; who would rather keep unsaved changes stays. */
    readonly open = (id: string): void => {
        this.loadTemplate(id, false).catch((error: Error) => {
            if (!(error instanceof Refusal)) this.say(error.message);
        });
    };

    /** Opens another template in the same session; asks first about what is not saved. */
    async loadTemplate(externalId: string, discard: boolean): Promise<{ templateId: string }> {
        const { saveState } = this.store;
        if (!discard && saveState.value !== "clean" && !(await this.ask(DISCARD())))
            throw new Refusal("permission_denied", "The person kept the unsaved changes.");
        const path = `/v1/embed/templates/${encodeURIComponent(externalId)}`;
        const template = await this.api.json<TemplateJson>("GET", path);
        this.store.open(template);
        return { templateId: template.id };
    }

    /** Deletes the template that is open, after a question; the host hears of it, and that there is nothing left to edit. */
    readonly remove = async (): Promise<void> => {
        const { id, name } = this.store.template.value;
        if (!id || !(await this.ask(DELETE(name)))) return;
        try {
            await this.api.json("DELETE", `/v1/embed/templates/${id}`);
        } catch (error) {
            return this.say(error instanceof Error ? error.message : String(error));
        }
        this.store.open(blankTemplate(t("Untitled template")));
        this.say(t("Deleted"));
        this.tell("template.deleted", { templateId: id });
        this.close();
    };

    /** Asks and waits for yes or no. */
    ask(question: Omit<Question, "answer">): Promise<boolean> {
        return new Promise((resolve) => {
            const answer = (isYes: boolean) => {
                this.question.value = null;
                resolve(isYes);
            };
            this.question.value = { ...question, answer };
        });
    }

    say(word: string): void {
        this.store.say(word);
    }
}

const DELETE = (name: string): Omit<Question, "answer"> => ({
    title: t("Delete {name}?", { name }),
    text: t("Documents that were made with it stay. Nobody can make new ones."),
    yes: t("Delete"),
});

const DISCARD = (): Omit<Question, "answer"> => ({
    title: t("Discard what is not saved?"),
    text: t("Another document will be opened. What you changed since the last save would be lost."),
    yes: t("Discard and open"),
});

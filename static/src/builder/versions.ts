/** The history of a template, as the server tells it. */
import { signal } from "@preact/signals";
import type { Api } from "../embedded/api";
import type { Content, TemplateJson } from "./session";
import type { Store } from "./state";

export interface VersionJson {
    version: number;
    publishedAt: string;
    publishedBy: string | null;
    isCurrent: boolean;
    thumbnailUrl: string | null;
}

export interface ChangesJson {
    compatibility: "compatible" | "breaking" | "first";
    fromVersion: number | null;
    changes: { kind: string; key: string; message: string }[];
}

export class Versions {
    readonly all = signal<VersionJson[] | null>(null);
    readonly fault = signal("");

    constructor(
        private readonly store: Store,
        private readonly api: Pick<Api, "json" | "call">,
    ) {}

    /** Asks for the list. */
    async load(): Promise<void> {
        const { id } = this.store.template.value;
        if (!id) return void (this.all.value = []);
        try {
            this.all.value = (
                await this.api.json<{ versions: VersionJson[] }>("GET", `${this.path()}/versions`)
            ).versions;
            this.fault.value = "";
        } catch (error) {
            this.fault.value = error instanceof Error ? error.message : String(error);
        }
    }

    /** The PDF of a version, with the sample data that was saved with it. */
    async print(version: number): Promise<Uint8Array<ArrayBuffer>> {
        const path = `${this.path()}/versions/${String(version)}`;
        const { content, sampleData } = await this.api.json<{ content: Content; sampleData: unknown }>("GET", path);
        return this.made(content, sampleData);
    }

    /** The PDF of what is open now. */
    printNow(content: Content): Promise<Uint8Array<ArrayBuffer>> {
        return this.made(content, this.store.sampleData.value);
    }

    /** Makes a version of the past the newest one, and opens it. */
    async rollBack(version: number): Promise<void> {
        const path = `${this.path()}/versions/${String(version)}/rollback`;
        this.store.open(await this.api.json<TemplateJson>("POST", path));
        await this.load();
    }

    /** What publishing now would change for those who send data. */
    changes(): Promise<ChangesJson> {
        return this.api.json<ChangesJson>("GET", `${this.path()}/changes`);
    }

    private async made(content: Content, data: unknown): Promise<Uint8Array<ArrayBuffer>> {
        const body = { templateId: this.store.template.value.id || null, content, data };
        return new Uint8Array(await (await this.api.call("POST", "/v1/embed/preview", body)).arrayBuffer());
    }

    private path(): string {
        return `/v1/embed/templates/${this.store.template.value.id}`;
    }
}

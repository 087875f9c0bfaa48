/** The documents of the tenant, page by page, as the server lists them. */
import { signal } from "@preact/signals";
import type { Api } from "../embedded/api";

export interface DocumentJson {
    id: string;
    status: "queued" | "rendering" | "succeeded" | "failed" | "cancelled";
    templateName: string;
    versionNumber: number;
    filename: string | null;
    actorName: string | null;
    createdAt: string;
    pages: number | null;
    errorMessage: string | null;
}

const COUNT = 25;

export class Documents {
    readonly all = signal<DocumentJson[] | null>(null);
    readonly hasMore = signal(false);
    readonly fault = signal("");

    constructor(private readonly api: Pick<Api, "json" | "call">) {}

    /** The newest, in place of what was listed before. */
    async load(): Promise<void> {
        this.all.value = null;
        await this.more();
    }

    /** Those that come next. */
    async more(): Promise<void> {
        const known = this.all.value ?? [];
        const path = `/v1/embed/renders?limit=${String(COUNT)}&offset=${String(known.length)}`;
        try {
            const found = await this.api.json<{ renders: DocumentJson[]; hasMore: boolean }>("GET", path);
            const fresh = found.renders.filter(({ id }) => !known.some((row) => row.id === id));
            this.all.value = [...known, ...fresh];
            this.hasMore.value = found.hasMore;
            this.fault.value = "";
        } catch (error) {
            this.fault.value = error instanceof Error ? error.message : String(error);
        }
    }

    /** The PDF of one. */
    async bytes(id: string): Promise<Uint8Array<ArrayBuffer>> {
        return new Uint8Array(await (await this.api.call("GET", `/v1/embed/renders/${id}/content`)).arrayBuffer());
    }
}

/** Hands bytes to the browser as a file to keep. */
export function download(bytes: Uint8Array<ArrayBuffer>, name: string): void {
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

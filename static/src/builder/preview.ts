/** Makes the real PDF of what is on the screen, some moments after the last change, and only the newest counts. */
import { effect, signal } from "@preact/signals";
import { ApiError, type Api } from "../embedded/api";
import { isRecord } from "../lib/messages";
import type { Store } from "./state";

export const QUIET_MS = 500;
const RETRY_MS = 3000;
const BUSY = [429, 503];

export interface Warning {
    code: string;
    message: string;
    page?: number;
}

/** What came of the last try. */
export interface Shown {
    pdf: Uint8Array<ArrayBuffer>;
    warnings: Warning[];
}

export class Preview {
    readonly shown = signal<Shown | null>(null);
    readonly isWorking = signal(false);
    /** Why there is no newer picture; empty when all is well. */
    readonly fault = signal("");
    /** What the server found wrong, by the place in the content. */
    readonly issues = signal<Record<string, string[]>>({});
    private timer: ReturnType<typeof setTimeout> | undefined;
    private running: AbortController | null = null;

    constructor(
        private readonly store: Store,
        private readonly api: Pick<Api, "call">,
    ) {}

    /** Follows changes while the preview is open; the answer stops it. */
    follow(): () => void {
        const stop = effect(() => {
            const { edits, sampleData, hostData, envelope, template } = this.store;
            void [edits.value, sampleData.value, hostData.value, envelope.value, template.value.id];
            clearTimeout(this.timer);
            this.timer = setTimeout(() => void this.make(), this.shown.peek() ? QUIET_MS : 0);
        });
        return () => {
            stop();
            clearTimeout(this.timer);
            this.running?.abort();
        };
    }

    /** Asks for a picture of what is there now; a question still open is dropped. */
    async make(): Promise<void> {
        this.running?.abort();
        const running = new AbortController();
        this.running = running;
        this.isWorking.value = true;
        try {
            const answer = await this.api.call("POST", "/v1/embed/preview", this.body(), { signal: running.signal });
            const pdf = new Uint8Array(await answer.arrayBuffer());
            if (running.signal.aborted) return;
            this.shown.value = { pdf, warnings: readWarnings(answer.headers.get("x-craftkit-warnings")) };
            this.fault.value = "";
            this.issues.value = {};
        } catch (error) {
            if (running.signal.aborted) return;
            this.fault.value = words(error);
            if (error instanceof ApiError && BUSY.includes(error.status)) this.again();
            this.issues.value = error instanceof ApiError ? error.issues : {};
        } finally {
            if (this.running === running) this.isWorking.value = false;
        }
    }

    /** All workers were busy: tried again by itself, since nobody has done anything wrong. */
    private again(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.make(), RETRY_MS);
    }

    private body(): unknown {
        const { store } = this;
        const data = { ...store.sampleData.value, ...store.hostData.value };
        return { templateId: store.template.value.id || null, content: store.content(), data };
    }
}

function readWarnings(header: string | null): Warning[] {
    const parsed: unknown = JSON.parse(header ?? "[]");
    return Array.isArray(parsed)
        ? parsed.filter((entry): entry is Warning => isRecord(entry) && "message" in entry)
        : [];
}

/** The message, and where in the document the first fault is. */
function words(error: unknown): string {
    if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
    const [place] = Object.entries(error.issues);
    return place ? `${error.message} ${place[1].join(" ")}` : error.message;
}

/** The host SDK: mounts the builder and the form of a Craftkit install in a page of another product. */
import { isRecord } from "../lib/messages";
import { CraftkitError } from "./errors";
import { Surface, type Kind } from "./surface";
import type {
    BuilderEvents,
    FormEvents,
    FormOptions,
    InitOptions,
    MountOptions,
    SigningEvents,
    SigningOptions,
    SubmitRequest,
    Theme,
} from "./types";

export { CraftkitError };
export type * from "./types";
export type { ErrorCode } from "../lib/messages";

const ANSWER_MS = 30_000;

/** A mounted builder. */
export class Builder extends Surface<BuilderEvents> {
    constructor(init: InitOptions, options: MountOptions) {
        super(init, options, { path: "/embed/builder", title: "Document template editor", greeting: {} });
    }

    /** Saves the draft. Rejects with `permission_denied`, `rate_limited` and others. */
    triggerSave(): Promise<{ version: number }> {
        return this.calls.make("save") as Promise<{ version: number }>;
    }

    /** Publishes the draft as the next version. */
    triggerPublish(): Promise<{ version: number }> {
        return this.calls.make("publish") as Promise<{ version: number }>;
    }

    /** Opens another template in the same session; asks first about unsaved changes unless told to discard them. */
    loadTemplate(externalId: string, { discard = false } = {}): Promise<{ templateId: string }> {
        return this.calls.make("loadTemplate", { externalId, discard }) as Promise<{ templateId: string }>;
    }

    /** Values by key for the preview, flat or nested. */
    setPreviewData(data: Record<string, unknown>): void {
        this.tell("setPreviewData", { data });
    }

    /** Changes the look without mounting again. */
    setTheme(theme: Theme): void {
        this.tell("setTheme", { theme });
    }
}

/** A mounted form. */
export class Form extends Surface<FormEvents> {
    constructor(init: InitOptions, options: FormOptions) {
        super(init, options, formKind(options.onSubmit));
    }

    /** Rows that the reader may pick from to fill the form. */
    setDataset(name: string, rows: Record<string, unknown>[]): void {
        this.tell("dataset.set", { name, rows });
    }

    /** Values by key, below what the reader has entered. */
    prefill(data: Record<string, unknown>): void {
        this.tell("prefill", { data });
    }

    /** Submits as the button does. */
    submit(): Promise<{ renderId: string | null }> {
        return this.calls.make("submit") as Promise<{ renderId: string | null }>;
    }

    /** Changes the look without mounting again. */
    setTheme(theme: Theme): void {
        this.tell("setTheme", { theme });
    }
}

/** A mounted signing page. */
export class Signing extends Surface<SigningEvents> {
    constructor(init: InitOptions, { signingUrl, ...options }: SigningOptions) {
        const kind = {
            path: "",
            link: signingUrl,
            title: "Document to sign",
            greeting: {},
            once: ["signed", "declined"],
        };
        super(init, { ...options, sessionToken: "" }, kind);
    }
}

function formKind(onSubmit: FormOptions["onSubmit"]): Kind {
    return {
        path: "/embed/form",
        title: "Form",
        greeting: { intercept: Boolean(onSubmit) },
        answer: async (_question, payload) => {
            if (!onSubmit || !isRecord(payload)) return { action: "continue" };
            try {
                return await inTime(onSubmit(payload as unknown as SubmitRequest));
            } catch (error) {
                return { action: "cancel", message: error instanceof Error ? error.message : String(error) };
            }
        },
    };
}

function inTime<Answer>(answer: Answer | Promise<Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
        const late = new Error("The page that holds this form did not answer in time. Please try again.");
        const timer = setTimeout(() => reject(late), ANSWER_MS);
        Promise.resolve(answer)
            .then(resolve, reject)
            .finally(() => clearTimeout(timer));
    });
}

/** What `Craftkit.init` answers: the same calls with the project's options in place. */
export class Client {
    constructor(private readonly options: InitOptions = {}) {}

    /** Shows the template editor of a session with the mode `edit`, `create` or `view`. */
    mountBuilder(options: MountOptions): Builder {
        return new Builder(this.options, options);
    }

    /** Shows the form of a session with the mode `fill`. */
    mountForm(options: FormOptions): Form {
        return new Form(this.options, options);
    }

    /** Shows the signing page of one recipient. */
    mountSigning(options: SigningOptions): Signing {
        return new Signing(this.options, options);
    }
}

/** The entry: `Craftkit.init(options).mountBuilder(…)`, or `Craftkit.mountBuilder(…)` at once. */
export const Craftkit = {
    init: (options: InitOptions): Client => new Client(options),
    mountBuilder: (options: MountOptions): Builder => new Client().mountBuilder(options),
    mountForm: (options: FormOptions): Form => new Client().mountForm(options),
    mountSigning: (options: SigningOptions): Signing => new Client().mountSigning(options),
};

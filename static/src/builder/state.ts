/** The builder's only store: what is open, whether it is saved, and what the panels show. */
import { computed, signal } from "@preact/signals";
import type { Command, EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { readBody, writeBody } from "../schema/content";
import { definition } from "../schema/definition";
import { Directory } from "./catalog";
import { replaceDocument, type CanvasHost } from "./canvas";
import { contentOf } from "./kinds";
import type { Content, Envelope, Permission, SessionJson, TemplateJson } from "./session";

export type SaveState = "clean" | "dirty" | "saving" | "offline" | "conflict" | "refused";
export type Side = "variables" | "inspector" | "page" | "data" | "versions";

const BLANK: Content = {
    schema: definition.version,
    page: definition.page.default as unknown as Envelope["page"],
    header: null,
    footer: null,
    typography: { font: "Inter", size: 10, lineHeight: 1.5, color: "#18181b" },
    variables: {},
    loops: {},
    roles: [],
    body: { type: "doc", content: [{ type: "paragraph" }] },
};

/** What is open before it was ever saved. */
export function blankTemplate(name: string): TemplateJson {
    return {
        id: "",
        externalId: null,
        name,
        slug: "",
        templateType: "document",
        locale: "en",
        content: BLANK,
        sampleData: {},
        revision: 0,
        publishedVersion: null,
        manifest: { fields: [] },
    };
}

export class Store {
    readonly template = signal<TemplateJson>(blankTemplate(""));
    readonly envelope = signal<Envelope>(BLANK);
    readonly sampleData = signal<Record<string, unknown>>({});
    /** Values that the host page gave; they win over the samples. */
    readonly hostData = signal<Record<string, unknown>>({});
    readonly saveState = signal<SaveState>("clean");
    readonly saveError = signal("");
    readonly side = signal<Side | null>("variables");
    /** On narrow screens one side at most lies over the sheet. */
    readonly drawer = signal<"start" | "end" | null>(null);
    readonly isPreviewOpen = signal(false);
    /** What the host switched on and off, and its logo; both may change while the page is open. */
    readonly ui = signal<Record<string, boolean>>({});
    readonly logoUrl = signal<string | null>(null);
    /** A short word on what just happened, read out too. */
    readonly word = signal("");
    /** The same for screen readers alone. */
    readonly spoken = signal("");
    readonly isFinding = signal(false);
    readonly isLinking = signal(false);
    /** Counts transactions: what reads it is drawn anew when the selection or the document changed. */
    readonly tick = signal(0);
    /** Counts changes of what will be saved. */
    readonly edits = signal(0);
    readonly directory = computed(
        () => new Directory(this.session.catalog, this.envelope.value, this.allowsCustomVariables),
    );
    private isStale = false;
    private silence: ReturnType<typeof setTimeout> | undefined;
    view!: EditorView;
    host!: CanvasHost;

    constructor(
        readonly session: SessionJson,
        /** Puts a file into the project's assets; resolves to its id. */
        readonly upload: (file: File) => Promise<string> = () =>
            Promise.reject(new Error("There is nowhere to upload to.")),
        /** The address at which an asset of the project can be shown. */
        readonly asset: (id: string) => Promise<string> = () => Promise.reject(new Error("There are no assets.")),
        /** The bytes of an asset that is no picture. */
        readonly bytes: (id: string) => Promise<Uint8Array<ArrayBuffer>> = () =>
            Promise.reject(new Error("There are no assets.")),
    ) {
        this.ui.value = session.ui;
        this.logoUrl.value = session.logoUrl;
    }

    /** Whether anything can be changed at all. */
    get isEditable(): boolean {
        return this.session.mode !== "view";
    }

    get allowsCustomVariables(): boolean {
        const { catalog, permissions } = this.session;
        return permissions.createCustomVariables && (catalog?.allowCustom ?? true);
    }

    /** Whether the session may do that; the server asks again. */
    may(permission: Permission): boolean {
        return this.isEditable && this.session.permissions[permission];
    }

    /** Opens a template in place of the one before. Throws RangeError for a body that this editor cannot hold. */
    open(template: TemplateJson): void {
        const { body, ...envelope } = { ...BLANK, ...template.content };
        replaceDocument(this.view, readBody(body), this.host);
        this.template.value = template;
        this.envelope.value = envelope;
        this.sampleData.value = template.sampleData;
        this.saveState.value = "clean";
        this.tick.value++;
    }

    /** Shows a panel, over the sheet where there is no room beside it. */
    openSide(side: Side): void {
        this.side.value = side;
        this.drawer.value = side === "inspector" || side === "versions" ? "end" : "start";
    }

    /** The whole document as the server takes it. */
    content(): Content {
        return contentOf(this.template.value.templateType, this.envelope.value, () => writeBody(this.view.state.doc));
    }

    /** Changes what stands around the body. */
    change(part: Partial<Envelope>): void {
        this.envelope.value = { ...this.envelope.value, ...part };
        this.touch();
    }

    /** Something was changed that is not saved. */
    touch(): void {
        this.edits.value++;
        if (this.saveState.value !== "conflict") this.saveState.value = "dirty";
    }

    /** The document or the selection is another: what shows it is drawn anew, after the key press has been painted. */
    changed(): void {
        if (this.isStale) return;
        this.isStale = true;
        requestAnimationFrame(() =>
            setTimeout(() => {
                this.isStale = false;
                this.tick.value++;
            }),
        );
    }

    /** Does something to the document and puts the caret back into it. */
    run(command: Command): boolean {
        const isDone = command(this.view.state, this.view.dispatch.bind(this.view), this.view);
        this.view.focus();
        return isDone;
    }

    /** Opens the bar that finds words. The caret leaves the text at once, so that no key typed early replaces any of it. */
    find(): void {
        this.isFinding.value = true;
        this.view.dom.blur();
    }

    /** Says something for some seconds. */
    say(word: string): void {
        this.word.value = word;
        clearTimeout(this.silence);
        this.silence = setTimeout(() => (this.word.value = ""), 5000);
    }

    /** Reads out what can be seen anyway. */
    announce(words: string): void {
        this.spoken.value = words;
    }

    /** The editor's state as it is now; what asks for it is drawn anew with every transaction. */
    now(): EditorState {
        void this.tick.value; // subscribes the caller
        return this.view.state;
    }

    /** Whether that could be done now. */
    can(command: Command): boolean {
        return this.isEditable && command(this.now(), undefined, this.view);
    }
}

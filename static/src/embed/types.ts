/** The shapes of the SDK's options, events and answers. */
import type { ErrorCode } from "../lib/messages";

/** The variables of a template: list items are written `items[].price`. */
export interface Manifest {
    fields: { key: string; type: string; required: boolean }[];
}

/** Colours, shapes and switches of the iframe; what is not known or not allowed is left out and reported. */
export interface Appearance {
    baseTheme?: "light" | "dark" | "auto" | "shadcn";
    variables?: Record<string, string>;
    rules?: Record<string, Record<string, string>>;
    layout?: Record<string, unknown>;
    logoUrl?: string;
    fontUrl?: string;
    stylesheetUrl?: string;
}

/** Shorthands for the two most wanted values, and the whole appearance. */
export interface Theme extends Appearance {
    primaryColor?: string;
}

export interface InitOptions {
    /** `ck_pk_…`, public. Without it the session token says whose it is. */
    publishableKey?: string;
    /** Where Craftkit runs; by default the session token says so. */
    embedUrl?: string;
    /** Writes every message and every refused style to the console. */
    debug?: boolean;
}

export interface MountOptions {
    /** A CSS selector or an element; the iframe becomes its last child. */
    container: string | HTMLElement;
    /** From your server, which minted the session. */
    sessionToken: string;
    /** Let the iframe be as high as its content. */
    autoResize?: boolean;
    /** Asks your server for a new session token; called some 30 s before the old one ends. */
    refresh?: () => Promise<string>;
    appearance?: Appearance;
    locale?: string;
    /** For host pages that are cross-origin isolated. */
    credentialless?: boolean;
}

export interface SigningOptions {
    /** A CSS selector or an element; the iframe becomes its last child. */
    container: string | HTMLElement;
    /** `recipients[].signingUrl` of a signature request that was made with `embedded: true`. */
    signingUrl: string;
    /** For host pages that are cross-origin isolated. */
    credentialless?: boolean;
}

/** What a host may do with a submit that it intercepts. */
export type SubmitAnswer =
    | { action: "continue"; data?: Record<string, unknown> }
    | { action: "handled"; documentUrl?: string }
    | { action: "cancel"; message?: string };

export interface SubmitRequest {
    data: Record<string, unknown>;
    datasetSelection: Record<string, string>;
}

export interface FormOptions extends MountOptions {
    /** Called before a submit; it waits at most 30 s. What it throws cancels the submit with a message. */
    onSubmit?: (submit: SubmitRequest) => SubmitAnswer | Promise<SubmitAnswer>;
}

export interface SharedEvents {
    "session.expiring": { secondsRemaining: number };
    "session.refreshed": { newExpiresAt: string };
    "session.expired": Record<string, never>;
    "height.changed": { heightPx: number };
    "close.requested": Record<string, never>;
    activity: Record<string, never>;
    error: { code: ErrorCode; message: string; recoverable: boolean };
}

export interface BuilderEvents extends SharedEvents {
    ready: { sessionId: string; templateId: string | null };
    "template.saved": { templateId: string; version: number; manifest: Manifest };
    "template.published": { templateId: string; version: number; manifest: Manifest };
    "template.deleted": { templateId: string };
    "variable.inserted": { key: string; type: string; source: "catalog" | "custom" };
    "variable.removed": { key: string };
}

export interface FormEvents extends SharedEvents {
    ready: { sessionId: string; templateId: string | null };
    "form.changed": { keys: string[] };
    "form.submitted": { renderId: string | null };
    "document.ready": { renderId: string; downloadUrl: string };
}

/** Whose signing page it is. */
export interface Signer {
    requestId: string;
    recipientId: string;
}

export interface SigningEvents extends SharedEvents {
    /** `state` is what the page shows: `open`, `waiting`, `password`, `code`, `signed`, `completed`, `declined`, … */
    ready: Signer & { state: string };
    signed: Signer;
    declined: Signer;
}

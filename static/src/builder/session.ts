/** The shapes of what the server says of a session and its template. */
import type { NodeJson } from "../schema/content";
import type { CatalogJson, OwnVariables } from "./catalog";

export type Permission =
    | "publish"
    | "saveDraft"
    | "delete"
    | "rename"
    | "rollback"
    | "createCustomVariables"
    | "changePageSettings"
    | "viewVersionHistory";

export interface SessionJson {
    sessionId: string;
    expiresIn: number;
    mode: "edit" | "create" | "view" | "fill";
    locale: string;
    permissions: Record<Permission, boolean>;
    limits: { maxPublishes: number; maxSaveDrafts: number; maxUploadsBytes: number };
    ui: Record<string, boolean>;
    appearance: Record<string, unknown>;
    logoUrl: string | null;
    catalog: CatalogJson | null;
    onCloseUrl: string | null;
    /** The page of the project's API keys, where the host wants a link to it. */
    apiKeysUrl?: string | null;
    template: TemplateJson | null;
    /** With mode create: what the new template begins with; null for a blank document. */
    start?: Pick<TemplateJson, "templateType" | "content"> | null;
}

/** A template in the list of those that the session may open. */
export interface ListedJson {
    id: string;
    name: string;
    updatedAt: string;
    publishedVersion: number | null;
}

export interface EventManifest {
    fields: { key: string; type: string; required: boolean }[];
}

export interface TemplateJson {
    id: string;
    externalId: string | null;
    name: string;
    slug: string;
    templateType: "document" | "html" | "pdf-overlay";
    locale: string;
    content: Content;
    sampleData: Record<string, unknown>;
    /** Of the draft; 0 was never saved. */
    revision: number;
    publishedVersion: number | null;
    manifest: EventManifest;
}

/** What stands around the body: the page, its bands, the type, and the variables. */
export interface Envelope extends OwnVariables {
    schema: number;
    page: Page;
    header: Bands | null;
    footer: Bands | null;
    typography: { font: string; size: number; lineHeight: number; color: string };
    roles: Role[];
}

export interface Content extends Envelope {
    body: NodeJson;
}

export interface Page {
    size: string | { width: number; height: number };
    orientation: "portrait" | "landscape";
    margin: { top: number; right: number; bottom: number; left: number };
    printBackground?: boolean;
}

export interface Bands {
    default: Band;
    first: Band | null;
}

export type Band = Partial<Record<"left" | "center" | "right", NodeJson[]>>;

export interface Role {
    key: string;
    label: string;
    order: number;
}

/** What each kind of template has as its content. Pure. */
import type { NodeJson } from "../schema/content";
import type { Content, Envelope, TemplateJson } from "./session";

/** The content as the server takes it: only a document has a body, and an overlay's pages are those of its PDF. */
export function contentOf(kind: TemplateJson["templateType"], envelope: Envelope, body: () => NodeJson): Content {
    if (kind === "document") return { ...envelope, body: body() };
    const { page, header, footer, ...rest } = envelope;
    const own = kind === "html" ? { page, header, footer } : {};
    return { ...rest, ...own, kind } as unknown as Content;
}

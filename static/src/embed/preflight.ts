/** Why an iframe stayed silent: a frame that the browser refused looks like one that loaded. */
import { isRecord } from "../lib/messages";
import { CraftkitError } from "./errors";

/** Asks the install whether this page may show it. */
export async function whyNotLoaded(origin: string, key: string, isLink: boolean): Promise<CraftkitError> {
    if (isLink)
        return new CraftkitError(
            "iframe_load_failed",
            `The signing page could not be shown here. Its request needs embedded: true, and ${location.origin} has to be among the allowed origins.`,
        );
    try {
        const answer = await fetch(`${origin}/v1/embed/preflight?pk=${encodeURIComponent(key)}`, {
            credentials: "omit",
        });
        if (!answer.ok) return refusal(await answer.json());
    } catch {
        // no network, or no JSON: the same as not loaded
    }
    return new CraftkitError("iframe_load_failed", "Craftkit could not be loaded. Check the connection and try again.");
}

function refusal(body: unknown): CraftkitError {
    const error = isRecord(body) && isRecord(body.error) ? body.error : {};
    if (error.code === "origin_not_allowed")
        return new CraftkitError(
            "origin_not_allowed",
            `${location.origin} may not show this editor. Its owner can add it under Embed, Origins.`,
        );
    return new CraftkitError("session_invalid", "This editor is not available: the project's embed mode is off.");
}

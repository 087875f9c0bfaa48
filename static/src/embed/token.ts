/** What a session token says about itself; only the server can tell whether it is genuine. */
import { isRecord } from "../lib/messages";
import { CraftkitError } from "./errors";

export interface Claims {
    /** The publishable key of the project. */
    key: string;
    /** The address of the install that made the token. */
    embedUrl: string;
}

/** Reads the claims that the SDK needs. Throws `session_invalid` for what is no token. */
export function readToken(token: unknown): Claims {
    const claims = decode(token);
    const own = isRecord(claims?.ck) ? claims.ck : {};
    return { key: text(claims?.iss), embedUrl: text(own.embed_url) };
}

function decode(token: unknown): Record<string, unknown> {
    const part = typeof token === "string" ? token.split(".")[1] : undefined;
    try {
        const bytes = Uint8Array.from(atob((part ?? "").replace(/-/g, "+").replace(/_/g, "/")), (character) =>
            character.charCodeAt(0),
        );
        const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
        if (isRecord(claims)) return claims;
    } catch {
        // falls through to the one message for all that is no token
    }
    throw new CraftkitError(
        "session_invalid",
        "sessionToken is no session token. Pass the session_token that POST /v1/embed/sessions answered.",
    );
}

function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}

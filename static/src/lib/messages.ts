/** What host page and iframe say to each other: the envelope, its names, and the checks of what arrives. */

export const PROTOCOL = 1;
export const PREFIX = "craftkit.";
/** The largest payload that either side takes, in characters of its JSON. */
export const LARGEST_PAYLOAD = 1_000_000;

export type ErrorCode =
    | "session_invalid"
    | "session_expired"
    | "origin_not_allowed"
    | "permission_denied"
    | "iframe_load_failed"
    | "refresh_failed"
    | "rate_limited"
    | "unknown";

/** What went wrong, as the `error` event and a failed command tell it. */
export interface Problem {
    code: ErrorCode;
    message: string;
    recoverable: boolean;
}

/** One message, in either direction; `id` joins a command and its result. */
export interface Envelope {
    craftkit: typeof PROTOCOL;
    type: string;
    id?: string;
    session?: string | null;
    payload?: unknown;
    error?: Problem;
}

export const HELLO = "craftkit.hello";
export const INIT = "craftkit.init";
export const RESULT = "craftkit.result";
export const COMMAND = "craftkit.command.";
export const REQUEST = "craftkit.request.";

/** An envelope of that type. */
export function envelope(type: string, rest: Omit<Envelope, "craftkit" | "type"> = {}): Envelope {
    return { craftkit: PROTOCOL, type, ...rest };
}

/** The message, if it is one of ours and not too large; whatever else pages post to each other is none of our business. */
export function readEnvelope(data: unknown): Envelope | null {
    if (!isRecord(data) || data.craftkit !== PROTOCOL || typeof data.type !== "string") return null;
    if (!data.type.startsWith(PREFIX) || data.type.length > 80) return null;
    if (data.id !== undefined && (typeof data.id !== "string" || data.id.length > 80)) return null;
    if (data.error !== undefined && !isProblem(data.error)) return null;
    return isSmall(data.payload) ? (data as unknown as Envelope) : null;
}

/** Whether it is a plain object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isProblem(value: unknown): boolean {
    return (
        isRecord(value) &&
        typeof value.code === "string" &&
        typeof value.message === "string" &&
        typeof value.recoverable === "boolean"
    );
}

function isSmall(payload: unknown): boolean {
    if (payload === undefined) return true;
    try {
        return JSON.stringify(payload).length <= LARGEST_PAYLOAD;
    } catch {
        return false; // no JSON: a cycle, or a number too long for it
    }
}

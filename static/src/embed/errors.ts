/** The errors that the SDK throws and reports. */
import type { ErrorCode, Problem } from "../lib/messages";

const FINAL: ReadonlySet<ErrorCode> = new Set([
    "session_invalid",
    "session_expired",
    "origin_not_allowed",
    "refresh_failed",
]);

/** A failed command, or a surface that cannot go on; `recoverable` says whether trying again can help. */
export class CraftkitError extends Error implements Problem {
    override readonly name = "CraftkitError";

    constructor(
        readonly code: ErrorCode,
        message: string,
        readonly recoverable: boolean = !FINAL.has(code),
    ) {
        super(message);
    }

    /** The error that the iframe told of. */
    static from({ code, message, recoverable }: Problem): CraftkitError {
        return new CraftkitError(code, message, recoverable);
    }
}

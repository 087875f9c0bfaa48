/** Calls to the server with the session's token, which lives in this module's memory and nowhere else. */
import { locale } from "../lib/i18n";
import { isRecord, type ErrorCode, type Problem } from "../lib/messages";

/** What the server calls as hosts know it. */
const HOST_CODES: readonly ErrorCode[] = ["permission_denied", "origin_not_allowed"];
/** After these a host has nothing to try again. */
const FINAL: readonly ErrorCode[] = ["session_expired", "origin_not_allowed"];

/** A call that the server refused, or that did not reach it. */
export class ApiError extends Error {
    constructor(
        readonly status: number,
        readonly code: string,
        message: string,
        readonly issues: Record<string, string[]> = {},
    ) {
        super(message);
    }

    /** The code that the host is told. */
    get hostCode(): ErrorCode {
        if (this.status === 401) return "session_expired";
        if (this.status === 429) return "rate_limited";
        return HOST_CODES.find((code) => code === this.code) ?? "unknown";
    }
}

/** What the host is told of a call that failed. */
export function problemOf(error: ApiError): Problem {
    const { hostCode: code, message } = error;
    return { code, message, recoverable: !FINAL.includes(code) };
}

/** What a call may need besides its body. */
export interface Extra {
    signal?: AbortSignal;
    headers?: Record<string, string>;
    /** Whether it is sent even if the page is closed at this moment. */
    keepalive?: boolean;
}

export class Api {
    private renewing: Promise<void> | null = null;

    constructor(
        private token: string,
        /** Called when the server no longer takes the token; resolves when there is a new one, or rejects. */
        private readonly renew: () => Promise<void>,
    ) {}

    /** Uses this token from now on. */
    replaceToken(token: string): void {
        this.token = token;
    }

    /** A call with JSON in and out. Throws ApiError. */
    async json<Answer>(method: string, path: string, body?: unknown, extra: Extra = {}): Promise<Answer> {
        const answer = await this.call(method, path, body, extra);
        return (answer.status === 204 ? null : await answer.json()) as Answer;
    }

    /** A call whose answer is not JSON, such as a PDF. Throws ApiError. */
    async call(method: string, path: string, body?: unknown, extra: Extra = {}): Promise<Response> {
        await this.renewing;
        const first = await this.send(method, path, body, extra);
        if (first.status !== 401) return checked(first);
        this.renewing ??= this.renew().finally(() => (this.renewing = null));
        await this.renewing.catch(() => undefined); // the second try tells whether it helped
        return checked(await this.send(method, path, body, extra));
    }

    private async send(
        method: string,
        path: string,
        body: unknown,
        { signal, headers: more, keepalive = false }: Extra,
    ): Promise<Response> {
        const isForm = body instanceof FormData;
        const headers: Record<string, string> = { ...more, Authorization: `Bearer ${this.token}` };
        if (locale() !== "en") headers["X-Craftkit-Language"] = locale();
        if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
        const sent = body === undefined ? null : isForm ? body : JSON.stringify(body);
        try {
            return await fetch(path, {
                method,
                headers,
                body: sent,
                credentials: "omit",
                cache: "no-store",
                keepalive,
                ...(signal ? { signal } : {}),
            });
        } catch (error) {
            if (signal?.aborted) throw error;
            throw new ApiError(0, "offline", "There is no connection. Your work is kept here; try again.");
        }
    }
}

async function checked(answer: Response): Promise<Response> {
    if (answer.ok) return answer;
    const body: unknown = await answer.json().catch(() => null);
    const error = isRecord(body) && isRecord(body.error) ? body.error : {};
    const issues = isRecord(error.issues) && isRecord(error.issues.fieldErrors) ? error.issues.fieldErrors : {};
    const message = typeof error.message === "string" ? error.message : `The server answered ${String(answer.status)}.`;
    const code = typeof error.code === "string" ? error.code : "unknown";
    throw new ApiError(answer.status, code, message, issues as Record<string, string[]>);
}

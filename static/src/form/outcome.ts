/** What people do with their document: make a link to it, mail it, and see what became of it. */
import { ApiError, type Api } from "../embedded/api";
import { t } from "../lib/i18n";

/** A link to be made; empty means none. */
export interface LinkWish {
    password: string;
    /** A day, as date fields give it. */
    until: string;
}

export interface Letter {
    to: string;
    name: string;
    message: string;
}

export interface Happening {
    id: string;
    eventType: string;
    actorKind: string;
    createdAt: string;
}

export interface Engagement {
    counts: Record<string, number>;
    recent: Happening[];
}

export class Outcome {
    /** The same for every try of the same wish, so that a lost answer makes no second link and no second mail. */
    private key = { wish: "", id: "" };

    constructor(
        private readonly api: Pick<Api, "json">,
        private readonly renderId: string,
    ) {}

    /** The address of a new link. */
    async share({ password, until }: LinkWish): Promise<string> {
        const end = until ? { expiresAt: endOf(until) } : {};
        const made = await this.post<{ shareUrl: string }>("shares", { ...(password ? { password } : {}), ...end });
        return made.shareUrl;
    }

    /** Sends a link by mail. */
    async mail({ to, name, message }: Letter): Promise<void> {
        await this.post("email", {
            to: to.trim(),
            ...(name.trim() ? { recipientName: name.trim() } : {}),
            ...(message.trim() ? { message } : {}),
        });
    }

    engagement(): Promise<Engagement> {
        return this.api.json<Engagement>("GET", this.path("engagement"));
    }

    private async post<Answer>(part: string, body: Record<string, unknown>): Promise<Answer> {
        const wish = part + JSON.stringify(body);
        if (this.key.wish !== wish) this.key = { wish, id: crypto.randomUUID() };
        const headers = { "Idempotency-Key": this.key.id };
        const answer = await this.api.json<Answer>("POST", this.path(part), body, { headers });
        this.key = { wish: "", id: "" }; // who asks again after this wants another one
        return answer;
    }

    private path(part: string): string {
        return `/v1/embed/renders/${this.renderId}/${part}`;
    }
}

/** The last second of a day, where the reader is. */
function endOf(day: string): string {
    return new Date(`${day}T23:59:59`).toISOString();
}

const WORDS: Record<string, string> = {
    permission_denied: "This is not permitted here.",
    not_ready: "The document is not ready yet. Try again in a moment.",
    rate_limited: "That was a lot at once. Wait a little, then try again.",
    email_not_configured: "This site cannot send e-mails at the moment.",
    email_send_failed: "The e-mail was refused. Check the address.",
    offline: "There is no connection. Try again.",
};

/** Why it did not work, in the reader's language where we know the reason. */
export function reasonOf(error: unknown): string {
    if (!(error instanceof ApiError)) return error instanceof Error ? error.message : String(error);
    const [named = error.message] = Object.values(error.issues).flat();
    return t(WORDS[error.code] ?? named);
}

/** What each kind of happening is called. */
export const HAPPENINGS: Record<string, string> = {
    viewed: "Opened",
    downloaded: "Downloaded",
    printed: "Printed",
    email_opened: "E-mail opened",
    email_sent: "E-mail sent",
    share_created: "Link made",
    share_revoked: "Link taken back",
};

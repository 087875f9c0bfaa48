/** The door of our own server at which this page opens its session, and prolongs it. */
import { t } from "../lib/i18n";
import { isRecord } from "../lib/messages";

export interface Opened {
    token: string;
    /** Where the session is prolonged. */
    renew: string;
    /** The address of the editor of the session's template, and of its page, once there is one. */
    edit: string | null;
    page: string | null;
    /** Made-up answers, for forms. */
    example?: Record<string, unknown>;
    /** What previews show instead of the template's sample: the values of a document, for the builder. */
    values?: Record<string, unknown>;
}

/** Why the door stayed shut, in words for people. */
export class Shut extends Error {
    constructor(
        message: string,
        /** Whether somebody has to sign in first. */
        readonly isSignedOut = false,
    ) {
        super(message);
    }
}

/** Posts with the page's CSRF token. Rejects with Shut. */
export async function knock(address: string): Promise<Opened> {
    const form = document.querySelector<HTMLFormElement>("form[hidden]");
    const answer = await fetch(address, {
        method: "POST",
        body: form ? new FormData(form) : null,
        redirect: "manual",
    }).catch(() => {
        throw new Shut(t("There is no connection to the server."));
    });
    if (answer.type === "opaqueredirect") throw new Shut(t("You are signed out."), true);
    const said: unknown = await answer.json().catch(() => null);
    if (answer.ok && isRecord(said)) return said as unknown as Opened;
    const error = isRecord(said) && isRecord(said.error) ? said.error : {};
    const status = t("The server answered {status}.", { status: answer.status });
    throw new Shut(typeof error.message === "string" ? error.message : status);
}

/** What went wrong with showing a PDF, in words and with the remedy. Pure. */

import { t } from "../lib/i18n";

export interface Failure {
    title: string;
    remedy: string;
    /** What a button may do about it; where it could do nothing, there is none. */
    retry: "again" | "reload" | "never";
}

interface Cause {
    name?: string;
    status?: number;
    state?: string;
}

const ASKED: Failure = {
    title: "The link asks again who you are.",
    remedy: "It remembers you for twelve hours. Reload the page to go on reading.",
    retry: "reload",
};

/** What ends the reading of a shared document, by the state of its link as the server names it. */
const LINK_STATES: Record<string, Failure | undefined> = {
    revoked: {
        title: "This link was taken back.",
        remedy: "The sender no longer shares the document under it. If you still need it, ask them for a new one.",
        retry: "reload",
    },
    expired: {
        title: "This link has expired.",
        remedy: "Its time ended while you were reading. Ask the sender for a new one.",
        retry: "reload",
    },
    used_up: {
        title: "This link is used up.",
        remedy: "It was opened as often as the sender allowed. Ask them for a new one.",
        retry: "reload",
    },
    unknown: {
        title: "There is no such link any more.",
        remedy: "Ask the sender whether they still share the document.",
        retry: "reload",
    },
    password: ASKED,
    email: ASKED,
    counted: ASKED,
    unmarked: ASKED,
};

/** What a PDF library or a server without more words means. */
const KINDS = {
    ended: {
        title: "The link to this PDF has ended.",
        remedy: "Links expire for safety. Reload the page to get a new one.",
        retry: "reload",
    },
    broken: {
        title: "This file is not a readable PDF.",
        remedy: "Render the document again. If it happens again, tell whoever runs this install.",
        retry: "again",
    },
    locked: {
        title: "This PDF is protected by a password.",
        remedy: "Download it and open it in a PDF reader.",
        retry: "never",
    },
    crowded: { title: "Too many tries.", remedy: "Wait a minute, then try again.", retry: "again" },
    away: {
        title: "The document cannot be read just now.",
        remedy: "This is not your doing. Try again in a minute.",
        retry: "again",
    },
    offline: {
        title: "The PDF could not be loaded.",
        remedy: "Check your connection, then try again.",
        retry: "again",
    },
} satisfies Record<string, Failure>;

function worded({ title, remedy, retry }: Failure): Failure {
    return { title: t(title), remedy: t(remedy), retry };
}

/** From an exception; `status` is that of the HTTP answer and `state` that of the share link, where there was one. */
export function failure(error: Cause): Failure {
    return worded(meant(error));
}

function meant({ name, status = 0, state = "" }: Cause): Failure {
    const ended = LINK_STATES[state];
    if (ended) return ended;
    if ([403, 404, 410].includes(status)) return KINDS.ended;
    if (name === "InvalidPDFException") return KINDS.broken;
    if (name === "PasswordException") return KINDS.locked;
    if (status === 429) return KINDS.crowded;
    return status >= 500 ? KINDS.away : KINDS.offline;
}

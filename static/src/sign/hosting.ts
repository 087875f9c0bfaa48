/** Inside a host's frame: shakes hands with the SDK, and tells how the signing stands; each page begins anew. */

import { Bridge } from "../embedded/bridge";
import type { ErrorCode } from "../lib/messages";

/** What the server says of the host and of how the signing stands. */
export interface Hosting {
    /** The project's own sites, which may hold this frame. */
    origins: string[];
    requestId: string;
    recipientId: string;
    state: string;
    /** What this recipient has done. */
    done: "signed" | "declined" | null;
    /** Why nothing can be done here any more. */
    fault: ErrorCode | null;
}

/** The events of a page, in the order in which they are told. */
export function eventsOf({ requestId, recipientId, state, done, fault }: Hosting): [string, unknown][] {
    const signer = { requestId, recipientId };
    const events: [string, unknown][] = [["ready", { ...signer, state }]];
    if (done) events.push([done, signer]);
    if (fault) {
        const message = document.querySelector("h1")?.textContent?.trim() ?? "";
        events.push(["error", { code: fault, message, recoverable: false }]);
    }
    return events;
}

export function host(hosting: Hosting): void {
    if (window.parent === window) return;
    const focus = () => document.querySelector<HTMLElement>("#sheet, main")?.focus();
    const bridge = new Bridge(hosting.origins, { focus }, () => null);
    for (const [name, payload] of eventsOf(hosting)) bridge.tell(name, payload);
    for (const button of document.querySelectorAll<HTMLButtonElement>("[data-close]")) {
        button.hidden = false;
        button.addEventListener("click", () => bridge.tell("close.requested"));
    }
    void bridge.greet();
}

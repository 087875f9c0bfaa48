/** Says so while a page that keeps itself up to date cannot reach the server. */

import { element } from "../lib/dom";

const notice = element("p", { class: "offline", role: "status" });

document.addEventListener("htmx:sendError", () => show("Connection lost. Trying again…"));
document.addEventListener("htmx:responseError", () => show("The server did not answer as expected. Trying again…"));
document.addEventListener("htmx:afterSwap", () => notice.remove());

function show(text: string): void {
    notice.textContent = text;
    if (!notice.isConnected) document.body.append(notice);
}

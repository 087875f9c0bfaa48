/** Says so while a page that keeps itself up to date cannot reach the server. */

import { element } from "../lib/dom";
import { t } from "../lib/i18n";

const notice = element("p", { class: "offline", role: "status" });

document.addEventListener("htmx:sendError", () => show(t("Connection lost. Trying again…")));
document.addEventListener("htmx:responseError", () => show(t("The server did not answer as expected. Trying again…")));
document.addEventListener("htmx:afterSwap", () => notice.remove());

function show(text: string): void {
    notice.textContent = text;
    if (!notice.isConnected) document.body.append(notice);
}

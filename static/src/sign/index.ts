/** The script of the signing page: says that it was opened, offers to draw, and walks from field to field. */

import "../dashboard/viewer";
import { host, type Hosting } from "./hosting";
import { askBeforeLeaving } from "./leaving";
import "./signature";
import { walk } from "./walk";

interface SignData {
    opened: string | null;
}

const data = JSON.parse(document.getElementById("sign-data")?.textContent ?? "null") as SignData | null;
if (data?.opened) {
    const { opened } = data;
    const tell = (): void => void fetch(opened, { method: "POST", keepalive: true });
    if (document.visibilityState === "visible") tell();
    else document.addEventListener("visibilitychange", tell, { once: true });
}
const form = document.querySelector<HTMLFormElement>("form[data-sign]");
if (form) {
    walk(form);
    askBeforeLeaving(form);
}
const hosting = JSON.parse(document.getElementById("sign-hosting")?.textContent ?? "null") as Hosting | null;
if (hosting) host(hosting);

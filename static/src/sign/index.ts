/** The script of the signing page: says that it was opened, offers to draw, and walks from field to field. */

import "../dashboard/viewer";
import { host, type Hosting } from "./hosting";
import { askBeforeLeaving } from "./leaving";
import "./signature";
import { mark, type Shown } from "./spots";
import { dateToday, offerJump, walk } from "./walk";

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
    dateToday(form);
    walk(form);
    askBeforeLeaving(form);
    for (const viewer of document.querySelectorAll("ck-pdf-viewer"))
        viewer.addEventListener("viewer-open", (event) => mark(form, (event as CustomEvent<Shown>).detail));
    offerJump(form);
}
const hosting = JSON.parse(document.getElementById("sign-hosting")?.textContent ?? "null") as Hosting | null;
if (hosting) host(hosting);

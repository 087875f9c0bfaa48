/** The script of a share page: the viewer, printing, and what the page tells of itself where the project records that. */

import "../dashboard/viewer";
import { startEarly } from "../viewer/early";
import { Beacon } from "./beacon";
import { PrintButton } from "./printbutton";
import type { Handle } from "../viewer/index";

interface ShareData {
    canPrint: boolean;
    file: string;
    download: string | null;
    beacon: { url: string; token: string } | null;
}

const data = JSON.parse(document.getElementById("share-data")?.textContent ?? "null") as ShareData | null;
const viewer = document.querySelector("ck-pdf-viewer");
if (data && viewer) {
    startEarly(viewer, data.file, viewer.getAttribute("worker") ?? "");
    const beacon = new Beacon(data.beacon);
    const button = document.querySelector<HTMLButtonElement>("[data-print]");
    const printing =
        data.canPrint && button ? new PrintButton(button, data.download && data.file, () => beacon.printed()) : null;
    viewer.addEventListener("viewer-open", (event) => {
        const { detail } = event as CustomEvent<Handle>;
        beacon.open(detail);
        printing?.offer(detail);
    });
    viewer.addEventListener("viewer-drawn", () => beacon.drawn());
    viewer.addEventListener("viewer-failed", () => {
        beacon.close();
        printing?.offer(null);
    });
}

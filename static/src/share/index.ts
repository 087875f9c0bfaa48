/** The script of a share page: the viewer, and what the page tells of itself where the project records that. */

import "../dashboard/viewer";
import { beacon } from "./beacon";

interface ShareData {
    canPrint: boolean;
    file: string;
    beacon: { url: string; token: string } | null;
}

const data = JSON.parse(document.getElementById("share-data")?.textContent ?? "null") as ShareData | null;
if (data) {
    const tell = beacon(data.beacon);
    const button = document.querySelector<HTMLButtonElement>("[data-print]");
    if (button) {
        button.hidden = false;
        button.addEventListener("click", () => {
            tell("printed");
            print();
        });
    }
}

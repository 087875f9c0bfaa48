/** Marks over the words that were found, measured from the page's text layer. */

import { element } from "../lib/dom";
import { spread } from "./links";
import type { Hit } from "./search";

/** A layer of marks for the hits of a page; the chosen one has `chosen`. `pieces` are the text layer's elements. */
export function marksOf(box: HTMLElement, pieces: HTMLElement[], hits: Hit[], chosen: Hit | null): HTMLElement {
    const layer = element("div", { class: "viewer-marks", "aria-hidden": "true" });
    const frame = box.getBoundingClientRect();
    for (const hit of hits) {
        for (const rect of rectsOf(pieces, hit)) {
            const mark = element("div", hit === chosen ? { chosen: "" } : {});
            spread(mark, {
                left: (rect.left - frame.left) / frame.width,
                top: (rect.top - frame.top) / frame.height,
                width: rect.width / frame.width,
                height: rect.height / frame.height,
            });
            layer.append(mark);
        }
    }
    return layer;
}

function rectsOf(pieces: HTMLElement[], { from, to }: Hit): DOMRect[] {
    const rects: DOMRect[] = [];
    for (let item = from.item; item <= to.item; item += 1) {
        const text = pieces[item]?.firstChild;
        if (!(text instanceof Text) || !text.isConnected) continue;
        const range = document.createRange();
        range.setStart(text, item === from.item ? Math.min(from.offset, text.length) : 0);
        range.setEnd(text, item === to.item ? Math.min(to.offset, text.length) : text.length);
        rects.push(...range.getClientRects());
    }
    return rects;
}

/** The links of a page, laid over its picture: to the outside in a new tab, within the document by scrolling. */

import type { PDFPageProxy } from "pdfjs-dist";
import { element } from "../lib/dom";
import { t } from "../lib/i18n";

/** What the PDF library tells of a link; `url` is only there for the web, mail and telephones. */
interface Link {
    subtype?: string;
    rect: number[];
    url?: string;
    dest?: string | unknown[] | null;
}

export type Follow = (dest: string | unknown[]) => void;

/** One element for each link, placed in parts of the page so that it stays right at every scale. */
export async function linksOf(page: PDFPageProxy, follow: Follow): Promise<HTMLElement[]> {
    const found = (await page.getAnnotations({ intent: "display" })) as Link[];
    return found.filter(({ subtype }) => subtype === "Link").flatMap((link) => anchor(page, link, follow) ?? []);
}

function anchor(page: PDFPageProxy, { rect, url, dest }: Link, follow: Follow): HTMLElement | null {
    if (!url && !dest) return null;
    const made = url
        ? element("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow", title: url })
        : element("a", { href: "#document", title: t("Go there") });
    made.className = "viewer-link";
    made.setAttribute(
        "aria-label",
        url ? t("Link to {target}", { target: url.replace(/^(mailto|tel):/, "") }) : t("Link within the document"),
    );
    if (!url && dest) {
        made.addEventListener("click", (event) => {
            event.preventDefault();
            follow(dest);
        });
    }
    place(made, page, rect);
    return made;
}

function place(made: HTMLElement, page: PDFPageProxy, [x1 = 0, y1 = 0, x2 = 0, y2 = 0]: number[]): void {
    const viewport = page.getViewport({ scale: 1 });
    const [left = 0, bottom = 0] = viewport.convertToViewportPoint(x1, y1) as number[];
    const [right = 0, top = 0] = viewport.convertToViewportPoint(x2, y2) as number[];
    spread(made, {
        left: Math.min(left, right) / viewport.width,
        top: Math.min(top, bottom) / viewport.height,
        width: Math.abs(right - left) / viewport.width,
        height: Math.abs(bottom - top) / viewport.height,
    });
}

/** Place an element over a part of its page, all four in parts of one. */
export function spread(made: HTMLElement, part: Record<"left" | "top" | "width" | "height", number>): void {
    for (const [name, value] of Object.entries(part)) made.style.setProperty(name, `${value * 100}%`);
}

/** Lists as word processors write them: paragraphs with a level, or lists beside the items that they belong to. */
import { element } from "../../lib/dom";
import { declarations } from "./styles";

/** Word has no list elements: its items are paragraphs that name a list and a level. */
export function buildWordLists(root: HTMLElement): void {
    let open: HTMLElement[] = [];
    for (const paragraph of [...root.querySelectorAll<HTMLElement>("p, h1, h2, h3, h4, h5, h6")]) {
        const level = wordLevel(paragraph);
        if (!level) continue;
        if (!isFollowing(paragraph, open[0])) open = [];
        const isOrdered = /^\s*(\d+|[a-z]{1,3}|[ivxlc]+)[.)]/i.test(bulletOf(paragraph));
        place(paragraph, level, isOrdered, open);
    }
}

/** The level of a list paragraph from 1, else 0. */
function wordLevel(paragraph: HTMLElement): number {
    const style = declarations(paragraph.dataset.style ?? "")["mso-list"] ?? "";
    const level = /level(\d)/.exec(style)?.[1];
    return level && !/skip|none/.test(style) ? Number(level) : 0;
}

/** Takes the bullet or number that stands as text before the item, and says what it was. */
function bulletOf(paragraph: HTMLElement): string {
    const marker = [...paragraph.querySelectorAll<HTMLElement>("[data-style]")].find((span) =>
        /mso-list:\s*ignore/i.test(span.dataset.style ?? ""),
    );
    const text = marker?.textContent ?? "";
    marker?.remove();
    return text;
}

function isFollowing(paragraph: HTMLElement, list: HTMLElement | undefined): boolean {
    return list !== undefined && paragraph.previousElementSibling === list;
}

/** Puts an item into the open list of its level; `open` has the list of each level. */
function place(paragraph: HTMLElement, level: number, isOrdered: boolean, open: HTMLElement[]): void {
    const depth = Math.min(level, open.length + 1);
    open.length = Math.min(open.length, depth);
    const tag = isOrdered ? "ol" : "ul";
    const item = element("li");
    if (open.length < depth) {
        const list = element(tag);
        const parent = open.at(-1)?.lastElementChild;
        if (parent) parent.append(list);
        else paragraph.before(list);
        open.push(list);
    }
    open.at(-1)?.append(item);
    item.append(paragraph);
}

/** A list directly in a list belongs to the item before it. */
export function mendNesting(root: HTMLElement): void {
    for (const list of [...root.querySelectorAll<HTMLElement>("ul > ul, ul > ol, ol > ul, ol > ol")]) {
        const before = list.previousElementSibling;
        if (before?.tagName === "LI") before.append(list);
        else {
            const item = element("li");
            list.before(item);
            item.append(element("p"), list);
        }
    }
}

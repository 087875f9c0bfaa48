/** The part of the page that a selector names; it is there, or the page is not ours. */
export function part<Kind extends HTMLElement>(root: ParentNode, selector: string): Kind {
    const found = root.querySelector<Kind>(selector);
    if (!found) throw new Error(`The page has no ${selector}.`);
    return found;
}

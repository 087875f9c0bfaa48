/** The one place where markup from the clipboard becomes a document: a detached one that runs and loads nothing. */

interface Policy {
    createHTML(html: string): string;
}

interface Factory {
    createPolicy(name: string, rules: { createHTML: (html: string) => string }): Policy;
}

let policy: Policy | undefined;

/** A parser under the page's policy for trusted types, where the browser has them. */
export function makeParser(): (html: string) => Document {
    const factory = (window as unknown as { trustedTypes?: Factory }).trustedTypes;
    policy ??= factory?.createPolicy("craftkit-paste", { createHTML: (html) => html }) ?? {
        createHTML: (html) => html,
    };
    const trusted = policy;
    return (html) => new DOMParser().parseFromString(trusted.createHTML(html), "text/html");
}

/** Parts that keep themselves up to date stand still under a pressed pointer, and wait for what a person asked for. */

interface Exchange {
    /** The part that is to be replaced. */
    target: Element;
    /** Who asked; in `htmx:beforeSwap` `elt` is the target. */
    elt: Element;
    requestConfig: { elt: Element };
    shouldSwap: boolean;
}

/** Parts that a person's question will replace: a part that is renewed meanwhile would be where no answer goes. */
const awaited = new Set<Element>();

on("htmx:beforeRequest", ({ elt, target }) => elt !== target && awaited.add(target));
on("htmx:afterRequest", ({ target }) => awaited.delete(target));
on("htmx:beforeSwap", (exchange) => {
    const { target, requestConfig } = exchange;
    const isByItself = requestConfig.elt === target;
    if (isByItself && (awaited.has(target) || target.matches(":active"))) exchange.shouldSwap = false;
});

function on(name: string, act: (exchange: Exchange) => unknown): void {
    document.addEventListener(name, (event) => void act((event as CustomEvent<Exchange>).detail));
}

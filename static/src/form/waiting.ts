/** Waiting that does not hang on timers: browsers slow those of hidden pages down to one a minute. */

/** Resolves after that time, or as soon as the page is looked at again or the connection is back. */
export function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
        const stop = new AbortController();
        const end = () => {
            clearTimeout(timer);
            stop.abort();
            resolve();
        };
        const timer = setTimeout(end, milliseconds);
        const look = () => {
            if (document.visibilityState === "visible") end();
        };
        document.addEventListener("visibilitychange", look, stop);
        window.addEventListener("online", end, stop);
    });
}

/** Calls when the page is put away, which may be the last moment that it has; the answer ends that. */
export function onLeave(act: () => void): () => void {
    const stop = new AbortController();
    const look = () => {
        if (document.visibilityState === "hidden") act();
    };
    document.addEventListener("visibilitychange", look, stop);
    window.addEventListener("pagehide", act, stop);
    return () => stop.abort();
}

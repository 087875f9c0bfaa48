/** Signals of one page view: `viewed` once the page was really on the screen for a second, then whatever follows it. */

export type Tell = (event: "printed" | "pages", pages?: Record<number, number>) => void;

interface Channel {
    url: string;
    token: string;
}

const SEEN_MS = 1000;

/** Begins to watch; the function that it gives sends a signal. Without a channel nothing is recorded, nor sent. */
export function beacon(channel: Channel | null): Tell {
    if (!channel) return () => undefined;
    let number = 0;
    let isSeen = false;
    const send = (event: string, pages: Record<number, number> = {}): void => {
        number += 1;
        navigator.sendBeacon(channel.url, JSON.stringify({ token: channel.token, number, event, pages }));
    };
    const see = (): void => {
        if (isSeen) return;
        isSeen = true;
        send("viewed");
    };
    whenVisibleFor(SEEN_MS, see);
    return (event, pages) => {
        // Whoever prints has seen the page, whatever the clock says.
        see();
        send(event, pages);
    };
}

function whenVisibleFor(milliseconds: number, then: () => void): void {
    let timer = 0;
    const look = (): void => {
        clearTimeout(timer);
        if (document.visibilityState === "visible") timer = window.setTimeout(then, milliseconds);
    };
    document.addEventListener("visibilitychange", look);
    look();
}

/** Signals of one page view: `viewed` once a page was really drawn and on the screen for a second, then what follows. */

import { Dwell, follow } from "./dwell";
import type { Handle } from "../viewer/index";

interface Channel {
    url: string;
    token: string;
}

const SEEN_MS = 1000;
const EVERY_MS = 15_000;

/** Tells the server what became of this page view. Without a channel nothing is recorded, nor sent. */
export class Beacon {
    private readonly dwell = new Dwell(() => performance.now());
    private number = 0;
    private isSeen = false;
    private isDrawn = false;
    private timer = 0;
    private stop: () => void = () => undefined;

    constructor(private readonly channel: Channel | null) {
        if (!channel) return;
        document.addEventListener("visibilitychange", () => {
            this.look();
            if (document.visibilityState === "hidden") this.tellTimes();
        });
        addEventListener("pagehide", () => this.tellTimes());
        setInterval(() => this.tellTimes(), EVERY_MS);
    }

    /** A document is open: from now on its pages are timed. */
    open(handle: Handle): void {
        this.stop();
        if (this.channel) this.stop = follow(handle, this.dwell);
    }

    /** The document is gone, and nothing of it is looked at. */
    close(): void {
        this.stop();
        this.tellTimes();
    }

    /** A page has been drawn. */
    drawn(): void {
        if (this.isDrawn) return;
        this.isDrawn = true;
        this.look();
    }

    /** The document was given to a printer. Whoever prints has seen it, whatever the clock says. */
    printed(): void {
        this.see();
        this.send("printed");
    }

    private look(): void {
        clearTimeout(this.timer);
        if (this.isSeen || !this.isDrawn || document.visibilityState !== "visible") return;
        this.timer = window.setTimeout(() => this.see(), SEEN_MS);
    }

    private see(): void {
        if (this.isSeen) return;
        this.isSeen = true;
        this.send("viewed");
    }

    private tellTimes(): void {
        if (!this.isSeen) return;
        const pages = this.dwell.take();
        if (Object.keys(pages).length) this.send("pages", pages);
    }

    private send(event: string, pages: Record<number, number> = {}): void {
        if (!this.channel) return;
        this.number += 1;
        const { url, token } = this.channel;
        navigator.sendBeacon(url, JSON.stringify({ token, number: this.number, event, pages }));
    }
}

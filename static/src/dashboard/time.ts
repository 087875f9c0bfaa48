/** <ck-time datetime="…">: how long ago, kept up to date, with the exact moment in the reader's zone on hover. */

import { exact, relative } from "../lib/relative";

const EVERY_MS = 15_000;
const shown = new Set<Time>();

class Time extends HTMLElement {
    connectedCallback(): void {
        shown.add(this);
        this.draw(new Date());
    }

    disconnectedCallback(): void {
        shown.delete(this);
    }

    /** At the end of a sentence an abbreviation brings no second full stop. */
    private within(text: string): string {
        const ends = text.endsWith(".") && this.nextSibling?.textContent?.startsWith(".");
        return ends ? text.slice(0, -1) : text;
    }

    draw(now: Date): void {
        const time = this.querySelector("time");
        const moment = new Date(time?.dateTime ?? "");
        if (!time || Number.isNaN(moment.getTime())) return;
        const text = this.within(relative(moment, now, document.documentElement.lang));
        if (time.textContent !== text) time.textContent = text;
        time.title = exact(moment, document.documentElement.lang);
    }
}

setInterval(() => shown.forEach((time) => time.draw(new Date())), EVERY_MS);
customElements.define("ck-time", Time);

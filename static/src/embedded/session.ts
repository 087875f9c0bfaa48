/** The life of a session in the iframe: the countdown, the warning before its end, the renewal, and the end. */

export interface SessionHost {
    tell(event: string, payload?: unknown): void;
    fail(problem: { code: "session_expired"; message: string; recoverable: boolean }): void;
    /** The page shows that the session is over; work that is not saved stays where it is. */
    ended(): void;
}

const WARNING_SECONDS = 30;

export class SessionClock {
    private endsAt = 0;
    private hasWarned = false;
    private isOver = false;
    private timer: ReturnType<typeof setTimeout> | undefined;
    private readonly renewed = new Set<() => void>();

    constructor(
        private readonly host: SessionHost,
        private readonly now: () => number = () => performance.now(),
    ) {
        // Timers stop while a laptop sleeps.
        document.addEventListener("visibilitychange", () => this.check());
    }

    /** The session has so many seconds left, by the server's clock. */
    start(expiresIn: number): void {
        this.endsAt = this.now() + expiresIn * 1000;
        this.hasWarned = this.isOver = false;
        for (const done of this.renewed) done();
        this.renewed.clear();
        this.check();
    }

    /** Resolves when a new token has come, after asking for one at once. */
    awaitRenewal(milliseconds = 10_000): Promise<void> {
        this.warn();
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error("The session was not renewed.")), milliseconds);
            this.renewed.add(() => {
                clearTimeout(timer);
                resolve();
            });
        });
    }

    /** No new token will come. */
    end(): void {
        if (this.isOver) return;
        this.isOver = true;
        clearTimeout(this.timer);
        this.host.tell("session.expired", {});
        this.host.fail({ code: "session_expired", message: "The session is over.", recoverable: false });
        this.host.ended();
    }

    private check(): void {
        clearTimeout(this.timer);
        if (this.isOver || !this.endsAt) return;
        const left = (this.endsAt - this.now()) / 1000;
        if (left <= 0) return this.end();
        if (left <= WARNING_SECONDS) this.warn();
        this.timer = setTimeout(
            () => this.check(),
            Math.min(left > WARNING_SECONDS ? left - WARNING_SECONDS : left, 60) * 1000,
        );
    }

    private warn(): void {
        if (this.hasWarned || this.isOver) return;
        this.hasWarned = true;
        const left = Math.max(0, Math.round((this.endsAt - this.now()) / 1000));
        this.host.tell("session.expiring", { secondsRemaining: left });
    }
}

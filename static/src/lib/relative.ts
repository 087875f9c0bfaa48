/** Times as people say them ("3 minutes ago"), in the reader's language. Pure. */

const STEPS: [limit: number, seconds: number, unit: Intl.RelativeTimeFormatUnit][] = [
    [60, 1, "second"],
    [3_600, 60, "minute"],
    [86_400, 3_600, "hour"],
    [2_592_000, 86_400, "day"],
];

/** The distance of `then` from `now`; a date once it is more than thirty days. */
export function relative(then: Date, now: Date, locale?: string): string {
    const seconds = (then.getTime() - now.getTime()) / 1000;
    const distance = Math.abs(seconds);
    if (distance < 5) return justNow(locale);
    const step = STEPS.find(([limit]) => distance < limit);
    if (!step) return then.toLocaleDateString(locale, { day: "numeric", month: "short", year: "numeric" });
    const [, size, unit] = step;
    return new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" }).format(
        Math.trunc(seconds / size),
        unit,
    );
}

/** English says more than `Intl` does. */
function justNow(locale = "en"): string {
    if (locale.startsWith("en")) return "just now";
    return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(0, "second");
}

/** The exact moment with its time zone, for a tooltip. */
export function exact(moment: Date, locale?: string): string {
    return moment.toLocaleString(locale, { dateStyle: "full", timeStyle: "long" });
}

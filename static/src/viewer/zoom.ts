/** The steps of zooming. Scales are CSS pixels per PDF point times 72/96, so 1 is the true size. Pure. */

/** CSS pixels per PDF point at 100 %. */
export const CSS_UNITS = 96 / 72;
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1, 1.1, 1.25, 1.5, 2, 3, 4];
const LEAST = 0.1;
const MOST_FITTED = 2;

/** The next larger step (direction 1) or smaller one (direction -1); the scale itself at the end. */
export function step(scale: number, direction: 1 | -1): number {
    const next =
        direction === 1
            ? STEPS.find((candidate) => candidate > scale + 0.005)
            : STEPS.findLast((candidate) => candidate < scale - 0.005);
    return next ?? scale;
}

/** A scale that fingers may set: no smaller than fits, no larger than the last step. */
export function between(scale: number): number {
    return Math.min(Math.max(scale, LEAST), STEPS.at(-1) ?? scale);
}

/** The scale at which a page of a width in points fills a width in CSS pixels. */
export function fitting(pageWidth: number, available: number): number {
    return Math.min(Math.max(available / (pageWidth * CSS_UNITS), LEAST), MOST_FITTED);
}

/** What the toolbar shows: "67 %". */
export function percent(scale: number): string {
    return `${Math.round(scale * 100)} %`;
}

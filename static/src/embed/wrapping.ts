/** What the React and the Vue wrapper share: the names of the events. */
import type { BuilderEvents, FormEvents, SigningEvents } from "./types";

const SHARED = [
    "ready",
    "session.expiring",
    "session.refreshed",
    "session.expired",
    "height.changed",
    "close.requested",
    "activity",
    "error",
] as const;

export const BUILDER_EVENTS: readonly (keyof BuilderEvents)[] = [
    ...SHARED,
    "template.saved",
    "template.published",
    "variable.inserted",
    "variable.removed",
];

export const FORM_EVENTS: readonly (keyof FormEvents)[] = [
    ...SHARED,
    "form.changed",
    "form.submitted",
    "document.ready",
];

export const SIGNING_EVENTS: readonly (keyof SigningEvents)[] = [
    "ready",
    "signed",
    "declined",
    "close.requested",
    "error",
];

/** `template.published` as `TemplatePublished`. */
export type Pascal<Name extends string> = Name extends `${infer First}.${infer Rest}`
    ? `${Capitalize<First>}${Pascal<Rest>}`
    : Capitalize<Name>;

/** `template.published` as `TemplatePublished`. */
export function pascal(name: string): string {
    return name.replace(/(?:^|\.)(\w)/g, (_whole, letter: string) => letter.toUpperCase());
}

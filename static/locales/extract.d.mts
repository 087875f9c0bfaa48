/** Every text that needs a translation, sorted. */
export function keysOf(surfaces?: string[]): string[];

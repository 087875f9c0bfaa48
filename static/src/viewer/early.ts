/** A head start: the worker and the beginning of the file are asked for while the viewer itself is still on its way. */

/** The bytes that are asked for first, in whole pieces of a file. */
export const PIECE = 64 * 1024;
export const FIRST = 2 * PIECE;

/** What is under way for an element's viewer. */
export interface Early {
    port: Worker;
    answer: Promise<Response>;
}

type Place = Element & { craftkitEarly?: Early };

/** The beginning of a file; its server may answer with the whole. */
export function beginning(address: string): Promise<Response> {
    return fetch(address, { headers: { Range: `bytes=0-${FIRST - 1}` } });
}

/** Start for a viewer's element, before its viewer is there. */
export function startEarly(place: Place, address: string, worker: string): void {
    const answer = beginning(address);
    // Whoever takes it sees the failure; until then nobody is to be told.
    answer.catch(() => undefined);
    place.craftkitEarly = { port: new Worker(worker, { type: "module" }), answer };
}

/** What was started for the element, once. */
export function takeEarly(place: Place): Early | undefined {
    const early = place.craftkitEarly;
    delete place.craftkitEarly;
    return early;
}

/** Who wants to hear of what. */

export class Listeners<Events> {
    private readonly handlers = new Map<keyof Events, Set<(payload: never) => void>>();

    /** Calls the handler at every such event; the answer ends that. */
    add<Name extends keyof Events>(name: Name, handler: (payload: Events[Name]) => void): () => void {
        const handlers = this.handlers.get(name) ?? new Set();
        this.handlers.set(name, handlers.add(handler));
        return () => void handlers.delete(handler);
    }

    /** Tells everybody; a handler that throws keeps nobody else from hearing. */
    tell<Name extends keyof Events>(name: Name, payload: Events[Name]): void {
        for (const handler of [...(this.handlers.get(name) ?? [])]) {
            try {
                (handler as (payload: Events[Name]) => void)(payload);
            } catch (error) {
                reportError(error);
            }
        }
    }

    /** Nobody wants to hear anything any more. */
    clear(): void {
        this.handlers.clear();
    }
}

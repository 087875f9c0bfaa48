/** Which questions can matter: a variable that stands only under conditions that do not hold is not asked. */
import type { Condition } from "../builder/conditions";
import { lookUp } from "../builder/previewvalues";
import type { NodeJson } from "../schema/content";

type Guards = Condition[];

/** Where a key stands: under which conditions, each time. */
export class Relevance {
    private readonly uses = new Map<string, Guards[]>();
    private readonly deciding = new Set<string>();

    constructor(body: NodeJson | null) {
        if (body) this.walk(body, []);
    }

    /** Whether the answer could show up anywhere, as things stand. What decides conditions is always asked. */
    matters(key: string, data: Record<string, unknown>): boolean {
        const uses = this.uses.get(key);
        if (!uses || this.deciding.has(key)) return true;
        return uses.some((guards) => guards.every((guard) => holds(guard, data)));
    }

    private walk(node: NodeJson, guards: Guards): void {
        const attrs = node.attrs ?? {};
        for (const name of ["key", "bind", "each", "repeat", "label"]) this.use(attrs[name], guards);
        if (Array.isArray(attrs.values)) for (const key of attrs.values) this.use(key, guards);
        const inner = attrs.showIf ? [...guards, attrs.showIf as Condition] : guards;
        if (attrs.showIf) this.decide(attrs.showIf as Condition, guards);
        for (const child of node.content ?? []) this.walk(child, branch(node, child, inner));
        if (node.type === "condition") this.decide(attrs.when as Condition, guards);
    }

    private use(key: unknown, guards: Guards): void {
        if (typeof key !== "string" || !key) return;
        const plain = key.split("[]")[0] ?? key;
        this.uses.set(plain, [...(this.uses.get(plain) ?? []), guards]);
    }

    private decide(condition: Condition, guards: Guards): void {
        for (const key of keysOf(condition)) {
            this.use(key, guards);
            this.deciding.add(key.split("[]")[0] ?? key);
        }
    }
}

function branch(node: NodeJson, child: NodeJson, guards: Guards): Guards {
    if (node.type !== "condition") return guards;
    const when = node.attrs?.when as Condition;
    return [...guards, child.type === "conditionElse" ? { not: when } : when];
}

/** The variables that a condition asks about. */
export function keysOf(condition: Condition): string[] {
    if ("all" in condition) return condition.all.flatMap(keysOf);
    if ("any" in condition) return condition.any.flatMap(keysOf);
    return "not" in condition ? keysOf(condition.not) : [condition.key];
}

/** Whether a condition holds. About rows of a list nothing is known here: it might. */
export function holds(condition: Condition, data: Record<string, unknown>): boolean {
    if ("all" in condition) return condition.all.every((part) => holds(part, data));
    if ("any" in condition) return condition.any.some((part) => holds(part, data));
    if ("not" in condition) return keysOf(condition).some((key) => key.includes("[]")) || !holds(condition.not, data);
    return condition.key.includes("[]") || compare(lookUp(data, condition.key), condition.op, condition.value);
}

function compare(value: unknown, op: string, wanted: unknown): boolean {
    const isEmpty = value === undefined || value === null || value === "" || (Array.isArray(value) && !value.length);
    const text = String(value ?? "");
    const order = typeof value === "number" ? value - Number(wanted) : text.localeCompare(String(wanted));
    const tests: Record<string, () => boolean> = {
        empty: () => isEmpty,
        notEmpty: () => !isEmpty,
        isTrue: () => value === true,
        isFalse: () => value === false || isEmpty,
        eq: () => text === String(wanted),
        ne: () => text !== String(wanted),
        gt: () => !isEmpty && order > 0,
        gte: () => !isEmpty && order >= 0,
        lt: () => !isEmpty && order < 0,
        lte: () => !isEmpty && order <= 0,
        contains: () => text.includes(String(wanted)),
        startsWith: () => text.startsWith(String(wanted)),
        in: () => Array.isArray(wanted) && wanted.map(String).includes(text),
    };
    return tests[op]?.() ?? true;
}

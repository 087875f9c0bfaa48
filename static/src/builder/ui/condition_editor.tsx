/** A condition as a list of plain sentences, all or any of which must hold. */
import { t } from "../../lib/i18n";
import { isUnary, OPERATORS, operatorsFor, type Condition } from "../conditions";
import type { Store } from "../state";
import { VariableChoice } from "./controls";
import { Icon } from "./parts";

interface Props {
    store: Store;
    condition: Condition;
    set: (condition: Condition) => void;
    depth?: number;
}

type Simple = Extract<Condition, { key: string }>;

/** One sentence, or a group of them. */
export function ConditionEditor({ store, condition, set, depth = 0 }: Props) {
    if ("not" in condition)
        return (
            <fieldset class="ck-condition">
                <legend>{t("not")}</legend>
                <ConditionEditor store={store} condition={condition.not} set={(not) => set({ not })} depth={depth + 1} />
                <button type="button" class="button button--quiet" onClick={() => set(condition.not)}>
                    {t("Turn around")}
                </button>
            </fieldset>
        );
    if ("all" in condition || "any" in condition) return <Several store={store} condition={condition} set={set} depth={depth} />;
    return (
        <div class="ck-condition">
            <Sentence store={store} condition={condition} set={set} />
            {depth === 0 && (
                <button type="button" class="button button--quiet" onClick={() => set({ all: [condition, blank()] })}>
                    <Icon name="plus" /> {t("And …")}
                </button>
            )}
        </div>
    );
}

function Several({ store, condition, set, depth = 0 }: Props & { condition: { all: Condition[] } | { any: Condition[] } }) {
    const isAll = "all" in condition;
    const parts = isAll ? condition.all : condition.any;
    const put = (changed: Condition[], all = isAll) => {
        const [only] = changed;
        set(changed.length === 1 && only ? only : all ? { all: changed } : { any: changed });
    };
    return (
        <fieldset class="ck-condition ck-condition--group">
            <select class="input" aria-label={t("How many must hold")} value={isAll ? "all" : "any"} onChange={(event) => put(parts, event.currentTarget.value === "all")}>
                <option value="all">{t("All of these hold")}</option>
                <option value="any">{t("At least one of these holds")}</option>
            </select>
            {parts.map((part, index) => (
                <div key={index} class="ck-condition__part">
                    <ConditionEditor
                        store={store}
                        condition={part}
                        set={(changed) => put(parts.map((old, at) => (at === index ? changed : old)))}
                        depth={depth + 1}
                    />
                    <button type="button" class="ck-tool" aria-label={t("Remove")} onClick={() => put(parts.filter((_, at) => at !== index))}>
                        <Icon name="x" />
                    </button>
                </div>
            ))}
            <button type="button" class="button button--quiet" onClick={() => put([...parts, blank()])}>
                <Icon name="plus" /> {t("Another")}
            </button>
        </fieldset>
    );
}

function blank(): Simple {
    return { key: "", op: "notEmpty" };
}

/** Variable, operator, value. */
function Sentence({ store, condition, set }: { store: Store; condition: Simple; set: (condition: Condition) => void }) {
    const { type } = store.directory.value.field(condition.key);
    const operators = operatorsFor(type);
    const choose = (key: string | null) => {
        const offered = operatorsFor(store.directory.value.field(key ?? "").type);
        const op = offered.includes(condition.op) ? condition.op : (offered[0] ?? "notEmpty");
        set(complete(key ?? "", op, condition.value));
    };
    return (
        <>
            <VariableChoice store={store} label={t("If")} value={condition.key} set={choose} />
            <select class="input" aria-label={t("How to compare")} value={condition.op} onChange={(event) => set(complete(condition.key, event.currentTarget.value, condition.value))}>
                {[...new Set([...operators, condition.op])].map((op) => (
                    <option key={op} value={op}>
                        {t(OPERATORS[op] ?? op)}
                    </option>
                ))}
            </select>
            {!isUnary(condition.op) && <Value type={type} condition={condition} set={set} />}
        </>
    );
}

function complete(key: string, op: string, value: unknown): Simple {
    return isUnary(op) ? { key, op } : { key, op, value: op === "in" ? [value ?? ""].flat() : (value ?? "") };
}

const INPUTS: Record<string, "number" | "date" | "text"> = { number: "number", currency: "number", date: "date" };

function Value({ type, condition, set }: { type: string; condition: Simple; set: (condition: Condition) => void }) {
    const text = Array.isArray(condition.value) ? condition.value.join(", ") : String(condition.value ?? "");
    const input = condition.op === "in" ? "text" : (INPUTS[type] ?? "text");
    const take = (typed: string) => {
        if (condition.op === "in") return set({ ...condition, value: typed.split(",").map((part) => part.trim()) });
        set({ ...condition, value: input === "number" && typed !== "" ? Number(typed) : typed });
    };
    const common = {
        class: "input",
        "aria-label": t("Value"),
        placeholder: condition.op === "in" ? t("One, two, three") : "",
        value: text,
        onChange: (event: { currentTarget: HTMLInputElement }) => take(event.currentTarget.value),
    };
    if (input === "number") return <input type="number" step="any" {...common} />;
    return input === "date" ? <input type="date" {...common} /> : <input type="text" {...common} />;
}

/** What in a document cannot print as it is: values of a list outside of it, parts that name nothing yet. */
import { Fragment, type Node } from "prosemirror-model";
import { NodeSelection, type Command } from "prosemirror-state";
import { findWrapping } from "prosemirror-transform";
import { t } from "../lib/i18n";
import { listsOf, type Directory } from "./catalog";
import { areEnough, isChosen } from "./choices";
import { setAttributes, type } from "./commands";
import type { Condition } from "./conditions";

export interface Problem {
    position: number;
    kind: "outside" | "condition" | "picture" | "options";
    /** Of a value outside its list: the list. */
    list: string;
    /** The table row around it that could be repeated. */
    row: number | null;
}

export interface Fix {
    label: string;
    command: Command;
}

interface Around {
    lists: readonly string[];
    row: number | null;
}

/** Every problem, in the order of the document. */
export function problemsOf(document: Node): Problem[] {
    const found: Problem[] = [];
    walk(document.content, 0, { lists: [], row: null }, found);
    return found;
}

function walk(content: Fragment, start: number, around: Around, found: Problem[]): void {
    content.forEach((node, offset) => {
        const position = start + offset;
        const problem = problemOf(node, around);
        if (problem) found.push({ position, row: around.row, ...problem });
        if (node.content.size) walk(node.content, position + 1, inside(node, position, around), found);
    });
}

function inside(node: Node, position: number, { lists, row }: Around): Around {
    const { name } = node.type;
    const list: unknown = name === "loop" ? node.attrs.each : name === "tableRow" ? node.attrs.repeat : null;
    const isFree = name === "tableRow" && !list && node.children.some(({ type: cell }) => cell.name === "tableCell");
    return {
        lists: typeof list === "string" && list ? [...lists, list] : lists,
        row: name === "tableRow" ? (isFree ? position : null) : row,
    };
}

function problemOf({ type: { name }, attrs }: Node, { lists }: Around): Pick<Problem, "kind" | "list"> | null {
    if (name === "condition" && !isComplete(attrs.when as Condition)) return { kind: "condition", list: "" };
    if (name === "image" && !attrs.asset && !attrs.bind) return { kind: "picture", list: "" };
    if (name === "signatureField" && isChosen(attrs.kind) && !areEnough(attrs.options))
        return { kind: "options", list: "" };
    const key: unknown = name === "image" ? attrs.bind : name === "variable" || name === "barcode" ? attrs.key : null;
    if (typeof key !== "string") return null;
    const wanted = attrs.agg ? listsOf(key).slice(0, -1) : listsOf(key);
    const missing = wanted.find((list) => !lists.includes(list));
    return missing === undefined ? null : { kind: "outside", list: missing };
}

function isComplete(condition: Condition): boolean {
    if ("all" in condition) return condition.all.every(isComplete);
    if ("any" in condition) return condition.any.every(isComplete);
    if ("not" in condition) return isComplete(condition.not);
    return condition.key !== "";
}

/** What is wrong, for a person. */
export function inPlainWords({ kind, list }: Problem, directory: Directory): string {
    if (kind === "condition") return t("Choose what this condition looks at.");
    if (kind === "picture") return t("Upload a picture, or choose the variable that brings it.");
    if (kind === "options") return t("Give two options at least, all different.");
    return t("This is a value of each row of {list}, so it can only stand where that list is repeated.", {
        list: labelOf(list, directory),
    });
}

/** What would mend it, the likeliest first. */
export function fixesFor(problem: Problem, node: Node, directory: Directory): Fix[] {
    if (problem.kind !== "outside") return [];
    const list = labelOf(problem.list, directory);
    const { row, position } = problem;
    const repeat: Fix =
        row === null
            ? { label: t("Repeat this part for each of {list}", { list }), command: wrapAt(position, problem.list) }
            : {
                  label: t("Repeat this row for each of {list}", { list }),
                  command: setAttributes(row, { repeat: problem.list }),
              };
    if (node.type.name !== "variable") return [repeat];
    const isNumber = ["number", "currency"].includes(directory.field(String(node.attrs.key)).type);
    const total: Fix = isNumber
        ? { label: t("Show the sum of all rows"), command: setAttributes(position, { agg: "sum" }) }
        : { label: t("Show the number of rows"), command: setAttributes(position, { agg: "count" }) };
    return [repeat, total];
}

function labelOf(list: string, directory: Directory): string {
    return directory.list(list)?.label ?? list;
}

/** Puts a loop around the block at a position. */
function wrapAt(position: number, each: string): Command {
    return (state, dispatch) => {
        const range = state.doc.resolve(position).blockRange();
        const wrapping = range && findWrapping(range, type("loop"), { each });
        if (!range || !wrapping) return false;
        const transaction = state.tr.wrap(range, wrapping);
        dispatch?.(transaction.scrollIntoView());
        return true;
    };
}

/** Selects the node with a problem. */
export function goTo({ position }: Problem): Command {
    return (state, dispatch) => {
        dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, position)).scrollIntoView());
        return true;
    };
}

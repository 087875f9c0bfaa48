/** Body JSON in and out of the editor: read strictly, written without what is only a default. */
import { Node } from "prosemirror-model";
import { definition } from "./definition";
import { schema } from "./index";

export interface NodeJson {
    type: string;
    attrs?: Record<string, unknown>;
    content?: NodeJson[];
    marks?: { type: string; attrs?: Record<string, unknown> }[];
    text?: string;
}

/** The document of that JSON. Throws RangeError for what the schema does not allow. */
export function readBody(json: NodeJson): Node {
    const document = Node.fromJSON(schema, json);
    document.check();
    return document;
}

/** The JSON of a document as the server keeps it: attributes that are null or at their default are left out. */
export function writeBody(document: Node): NodeJson {
    return lean(document.toJSON() as NodeJson);
}

function lean({ type, attrs, content, marks, text }: NodeJson): NodeJson {
    const kept = withoutDefaults(attrs, definition.nodes[type]?.attrs);
    return {
        type,
        ...(kept ? { attrs: kept } : {}),
        ...(content ? { content: content.map(lean) } : {}),
        ...(text === undefined ? {} : { text }),
        ...(marks ? { marks: marks.map((mark) => leanMark(mark)) } : {}),
    };
}

function leanMark({ type, attrs }: { type: string; attrs?: Record<string, unknown> }): {
    type: string;
    attrs?: Record<string, unknown>;
} {
    const kept = withoutDefaults(attrs, definition.marks[type]?.attrs);
    return kept ? { type, attrs: kept } : { type };
}

function withoutDefaults(
    attrs: Record<string, unknown> | undefined,
    known: Record<string, { default: unknown; required?: boolean }> | undefined,
): Record<string, unknown> | null {
    const kept = Object.entries(attrs ?? {}).filter(
        ([name, value]) => value !== null && (known?.[name]?.required || value !== known?.[name]?.default),
    );
    return kept.length ? Object.fromEntries(kept) : null;
}

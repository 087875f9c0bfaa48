/** Documents from elsewhere: Word and HTML files become a body of our own, with chips where they had braces. */
import { DOMParser as SchemaParser, Slice, type Node } from "prosemirror-model";
import { t } from "../../lib/i18n";
import { schema } from "../../schema";
import { chipify } from "../paste/chipify";
import { cleanPasted } from "../paste/clean";
import { makeParser } from "../paste/trusted";

const LARGEST = 20_000_000;
const ASSET = /<img\s[^>]*?src="([0-9a-f-]{36})"[^>]*>/gi;

/** The file as a document. Rejects with words for the person. */
export async function bringIn(file: File, upload: (file: File) => Promise<string>): Promise<Node> {
    if (file.size > LARGEST) throw new Error(t("This file is too large; 20 MB is the most."));
    const name = file.name.toLowerCase();
    if (name.endsWith(".docx")) return fromHtml(await readWord(file, upload));
    if (/\.(html?|xhtml)$/.test(name)) return fromHtml(await file.text());
    throw new Error(t("Choose a Word file (.docx) or an HTML file."));
}

/** Markup of any origin as a document. */
export function fromHtml(html: string): Node {
    const pictures = html.replace(
        ASSET,
        (_whole, asset: string) => `<div data-node="image" data-attrs='{"asset":"${asset}"}'></div>`,
    );
    const { body } = makeParser()(cleanPasted(pictures));
    const parsed = SchemaParser.fromSchema(schema).parse(body);
    const { content } = chipify(new Slice(parsed.content, 0, 0));
    return content.size ? schema.node("doc", null, content) : parsed;
}

async function readWord(file: File, upload: (file: File) => Promise<string>): Promise<string> {
    const { wordToHtml } = await import("./word");
    try {
        return await wordToHtml(file, upload);
    } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(t("This Word file could not be read: {reason}", { reason }));
    }
}

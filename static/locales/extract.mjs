/** Finds the words of the embeds in their sources: what t() and plural() are called with. */
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const SOURCES = fileURLToPath(new URL("../src/", import.meta.url));
const SURFACES = ["builder", "embedded", "form", "viewer"];

/** Lists of names with their words, which other files show. */
const TABLES = ["builder/formats.ts"];

/** Every text that needs a translation, sorted. */
export function keysOf(surfaces = SURFACES) {
    const found = new Set();
    for (const surface of surfaces) for (const file of filesOf(join(SOURCES, surface))) collect(file, found);
    for (const file of TABLES) for (const word of pairs(parse(join(SOURCES, file)))) found.add(word);
    return [...found].sort();
}

function filesOf(folder) {
    if (!existsSync(folder)) return [];
    return readdirSync(folder, { recursive: true })
        .map((name) => join(folder, name))
        .filter((name) => /\.tsx?$/.test(name) && !name.includes(".test."));
}

function collect(file, found) {
    const source = parse(file);
    visit(source, (node) => {
        if (!ts.isCallExpression(node) || !["t", "plural"].includes(node.expression.getText(source))) return;
        const texts = node.expression.getText(source) === "t" ? node.arguments.slice(0, 1) : node.arguments.slice(1, 3);
        for (const text of texts) {
            if (ts.isStringLiteralLike(text)) found.add(text.text);
            else for (const word of meant(text, source, file)) found.add(word);
        }
    });
}

/** Words that come from a table: the table's, when it has a name, else all that look like words in that file. */
function meant(expression, source, file) {
    const own = words(expression);
    if (own.length) return own;
    const names = [];
    visit(expression, (node) => ts.isElementAccessExpression(node) && names.push(node.expression.getText(source)));
    const tables = names.map((name) => table(name, source) ?? table(name, imported(name, source, file)));
    return names.length && tables.every(Boolean) ? tables.flatMap(words) : words(source).filter(looksLikeWords);
}

function table(name, source) {
    let found;
    if (source)
        visit(source, (node) => {
            if (ts.isVariableDeclaration(node) && node.name.getText(source) === name) found = node.initializer;
        });
    return found;
}

function imported(name, source, file) {
    for (const statement of source.statements) {
        const bindings = ts.isImportDeclaration(statement) && statement.importClause?.namedBindings;
        if (!bindings || !ts.isNamedImports(bindings)) continue;
        if (!bindings.elements.some((element) => element.name.text === name)) continue;
        const path = join(dirname(file), statement.moduleSpecifier.text);
        return [`${path}.ts`, `${path}.tsx`].filter(existsSync).map(parse)[0];
    }
}

function words(node) {
    const found = [];
    visit(node, (part) => {
        if (ts.isStringLiteralLike(part) && !isName(part)) found.push(part.text);
    });
    return found;
}

/** The second of every pair of texts. */
function pairs(node) {
    const found = [];
    visit(node, (part) => {
        if (
            ts.isArrayLiteralExpression(part) &&
            part.elements.length === 2 &&
            part.elements.every(ts.isStringLiteralLike)
        )
            found.push(part.elements[1].text);
    });
    return found;
}

/** A member's name, what is compared with, or where an import is from. */
function isName({ parent }, part) {
    return (
        (ts.isPropertyAssignment(parent) && parent.name === part) ||
        ts.isImportDeclaration(parent) ||
        ts.isLiteralTypeNode(parent) ||
        (ts.isBinaryExpression(parent) && /===|!==/.test(parent.operatorToken.getText()))
    );
}

function looksLikeWords(text) {
    return /^[A-Z][a-z]+( |$)/.test(text) && !/^(?:Backspace|Delete|Enter|Escape|Tab|Mod|Shift|Arrow)/.test(text);
}

function parse(file) {
    const kind = file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    return ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true, kind);
}

function visit(node, look) {
    look(node);
    ts.forEachChild(node, (child) => visit(child, look));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const [, , language] = process.argv;
    const known = language ? JSON.parse(readFileSync(new URL(`${language}.json`, import.meta.url), "utf8")) : {};
    process.stdout.write(
        `${JSON.stringify(
            keysOf().filter((key) => !(key in known)),
            null,
            1,
        )}\n`,
    );
}

/** Builds static/dist from static/src, static/css and pinned packages; the same input gives the same bytes. */
import { build } from "esbuild";
import { copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { ICONS } from "./static/src/icons.mjs";

const BUILT = "static/dist";
/** Where the build grows; a server beside it never sees a half one. */
const DIST = "static/.dist";
const TARGET = ["es2022", "chrome123", "firefox128", "safari17.5"];
const require = createRequire(import.meta.url);
const SCRIPTS = {
    outdir: DIST,
    bundle: true,
    jsx: "automatic",
    jsxImportSource: "preact",
    format: "esm",
    minify: true,
    target: TARGET,
    legalComments: "none",
    external: ["@napi-rs/canvas"],
    logLevel: "warning",
};

await rm(DIST, { recursive: true, force: true });
await mkdir(DIST, { recursive: true });
await Promise.all([scripts(), styles(), thirdParty(), icons(), locales(), licences()]);
await rm(BUILT, { recursive: true, force: true });
await rename(DIST, BUILT);

async function scripts() {
    await build({
        ...SCRIPTS,
        entryPoints: {
            dashboard: "static/src/dashboard/index.ts",
            docs: "static/src/docs/index.ts",
            viewer: "static/src/viewer/index.ts",
            share: "static/src/share/index.ts",
            sign: "static/src/sign/index.ts",
            form: "static/src/form/index.tsx",
            workshop: "static/src/workshop/index.ts",
            bench: "static/src/bench/index.ts",
        },
    });
    const sdk = { ...SCRIPTS, outdir: undefined };
    await build({ ...sdk, outfile: `${DIST}/sdk/craftkit.mjs`, entryPoints: ["static/src/embed/index.ts"] });
    await build({
        ...sdk,
        outfile: `${DIST}/sdk/craftkit.js`,
        format: "iife",
        entryPoints: ["static/src/embed/iife.ts"],
    });
    // What few templates need is loaded when one does: the placer, the source editor, the reader of Word files.
    await build({
        ...SCRIPTS,
        entryPoints: { builder: "static/src/builder/index.tsx" },
        splitting: true,
        chunkNames: "builder-[name]-[hash]",
    });
}

async function styles() {
    await build({
        entryPoints: {
            dashboard: "static/css/dashboard.css",
            docs: "static/css/docs.css",
            builder: "static/css/builder.css",
            form: "static/css/form.css",
        },
        outdir: DIST,
        bundle: true,
        minify: true,
        target: TARGET,
        external: ["*.woff2"],
        logLevel: "warning",
    });
}

/** Files that are used as they come. The worker's name ends in .js so that no server's table of types matters. */
async function thirdParty() {
    await copyFile("node_modules/htmx.org/dist/htmx.min.js", `${DIST}/htmx.js`);
    const worker = await readFile("node_modules/pdfjs-dist/build/pdf.worker.min.mjs", "utf8");
    await writeFile(`${DIST}/pdf.worker.js`, worker.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
}

async function icons() {
    const symbols = await Promise.all(
        ICONS.map(async (name) => {
            const svg = await readFile(`node_modules/lucide-static/icons/${name}.svg`, "utf8");
            const drawing = svg
                .replace(/^[\s\S]*?<svg[^>]*>/, "")
                .replace("</svg>", "")
                .replace(/\s*\n\s*/g, "");
            return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
        }),
    );
    await writeFile(`${DIST}/icons.svg`, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);
}

/** The words of each language, as small as they can be. */
async function locales() {
    await mkdir(`${DIST}/locales`);
    const files = (await readdir("static/locales")).filter((name) => name.endsWith(".json"));
    for (const name of files) {
        const words = JSON.parse(await readFile(`static/locales/${name}`, "utf8"));
        await writeFile(`${DIST}/locales/${name}`, `${JSON.stringify(words)}\n`);
    }
}

/** What the bundles hold: the packages named in package.json, and those that they need. */
function bundled(names, found = new Map()) {
    for (const name of names) {
        if (found.has(name) || name === "@napi-rs/canvas") continue;
        const about = require(`./node_modules/${name}/package.json`);
        found.set(name, about);
        bundled(Object.keys(about.dependencies ?? {}), found);
    }
    return found;
}

async function licences() {
    const { dependencies } = require("./package.json");
    const packages = bundled([...Object.keys(dependencies), "lucide-static"]);
    const texts = await Promise.all(
        [...packages.keys()].sort().map(async (name) => {
            const { version, license } = packages.get(name);
            const file = (await readdir(`node_modules/${name}`)).find((entry) => /^(licen[sc]e|copying)/i.test(entry));
            const text = file ? await readFile(`node_modules/${name}/${file}`, "utf8") : "";
            return `${name} ${version} (${license})\n\n${text}`;
        }),
    );
    await writeFile(`${DIST}/LICENSES.txt`, texts.join(`\n${"=".repeat(80)}\n\n`));
}

/** Builds the npm package @craftkit/embed into var/npm/embed, ready for `npm pack`. */
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { copyFile, mkdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = `${HERE}../../../`;
const OUT = `${ROOT}var/npm/embed`;
const shared = { bundle: true, minify: true, target: "es2022", legalComments: "none", logLevel: "warning" };

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
await build({
    ...shared,
    entryPoints: { index: `${HERE}index.ts`, react: `${HERE}react.ts`, vue: `${HERE}vue.ts` },
    outdir: `${OUT}/dist`,
    format: "esm",
    splitting: true,
    external: ["react", "vue"],
});
await build({ ...shared, entryPoints: [`${HERE}iife.ts`], outfile: `${OUT}/dist/craftkit.js`, format: "iife" });
execFileSync("node", [`${ROOT}node_modules/typescript/bin/tsc`, "-p", `${HERE}tsconfig.json`], { stdio: "inherit" });
await Promise.all([
    copyFile(`${HERE}package.json`, `${OUT}/package.json`),
    copyFile(`${HERE}README.md`, `${OUT}/README.md`),
    copyFile(`${ROOT}LICENSE`, `${OUT}/LICENSE`),
]);

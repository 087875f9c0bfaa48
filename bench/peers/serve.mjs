// The shape that all printers share, as bench/printers/serve.py: a request a line in, figures a line out.
import { readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { createInterface } from "node:readline";

/** Says what prints, then answers requests until standard input ends. `print` makes PDF bytes of HTML. */
export async function serve(print, name) {
    tell({ ready: name });
    for await (const line of createInterface({ input: process.stdin })) {
        tell(await answer(JSON.parse(line), print));
    }
}

async function answer(request, print) {
    const html = readFileSync(request.html, "utf8");
    const times = [];
    let pdf = Buffer.alloc(0);
    const start = performance.now();
    while (times.length < request.count && performance.now() - start < request.seconds * 1000) {
        const began = performance.now();
        pdf = await print(html);
        times.push(Math.round((performance.now() - began) * 1000) / 1000);
    }
    const seconds = (performance.now() - start) / 1000;
    if (Buffer.from(pdf.subarray(0, 5)).toString() !== "%PDF-") throw new Error("What was printed is no PDF.");
    if (request.save) writeFileSync(request.save, pdf);
    return { ms: times, seconds, bytes: pdf.length };
}

function tell(message) {
    process.stdout.write(JSON.stringify(message) + "\n");
}

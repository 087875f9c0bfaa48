// jsreport's rendering core with its Chrome recipe and a pool of one warm browser, called in its own process.
import chromePdf from "@jsreport/jsreport-chrome-pdf";
import core from "@jsreport/jsreport-core";

import { LAUNCH } from "./browser.mjs";
import { serve } from "./serve.mjs";

const jsreport = core({
    useExtensionsLocationCache: false,
    loadConfig: false,
    logger: { silent: true },
    workers: { numberOfWorkers: 1 },
});
jsreport.use(chromePdf({ strategy: "chrome-pool", numberOfWorkers: 1, launchOptions: LAUNCH }));
await jsreport.init();

async function print(html) {
    const report = await jsreport.render({
        template: { content: html, engine: "none", recipe: "chrome-pdf", chrome: { format: "A4", printBackground: true } },
    });
    return report.content;
}

await print("<p>warm</p>");
await serve(print, `jsreport ${jsreport.version}`);
await jsreport.close();

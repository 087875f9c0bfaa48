// Puppeteer as its documentation shows it, but for the warm browser: a new page for each document.
import puppeteer from "puppeteer-core";

import { LAUNCH } from "./browser.mjs";
import { serve } from "./serve.mjs";

const browser = await puppeteer.launch(LAUNCH);

async function print(html) {
    const page = await browser.newPage();
    await page.setContent(html);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
    await page.close();
    return pdf;
}

await serve(print, await browser.version());
await browser.close();

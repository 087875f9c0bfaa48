/// <reference types="vite/client" />
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const files = import.meta.glob<string>("../../dist/form.js", { eager: true, query: "?raw", import: "default" });

test("the form's bundle stays below thirty kilobytes on the line", () => {
    const sizes = Object.values(files).map((text) => gzipSync(text).length);

    expect(sizes).toHaveLength(1);
    expect(sizes[0]).toBeLessThan(30_000);
});

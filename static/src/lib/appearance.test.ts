import { expect, test } from "vitest";
import { asCss, checkAppearance, mergeLooks, readableOn } from "./appearance";
import rules from "./appearance.json";

const paths = (given: unknown) => checkAppearance(given).rejected.map(({ path }) => path);

test("there are seventeen variables, each with a pattern that exists", () => {
    const variables = Object.values(rules.variables);

    expect(variables).toHaveLength(17);
    expect(variables.filter(({ pattern }) => !(pattern in rules.patterns))).toEqual([]);
});

test("a whole appearance becomes a stylesheet", () => {
    const { look, rejected } = checkAppearance({
        baseTheme: "dark",
        variables: { colorPrimary: "#0A7", borderRadius: "8px", fontFamily: "Inter, sans-serif" },
        rules: { ".ck-publish-button:hover": { boxShadow: "0 1px 2px rgba(0,0,0,.1)" } },
        layout: { showCloseButton: false, density: "compact", locale: "es" },
        logoUrl: "https://host.example/logo.svg",
    });

    expect(rejected).toEqual([]);
    expect(look.layout).toEqual({ showCloseButton: false, density: "compact", locale: "es" });
    expect(asCss(look)).toBe(
        ":root { --ck-color-primary: #0A7; --ck-border-radius: 8px; --ck-font-family: Inter, sans-serif; }\n" +
            ".ck-publish-button:hover { box-shadow: 0 1px 2px rgba(0,0,0,.1); }",
    );
});

test.each([
    [{ variables: { fontFamily: "x;}body{display:none" } }, "variables.fontFamily"],
    [{ variables: { colorPrimary: "url(https://evil.example)" } }, "variables.colorPrimary"],
    [{ variables: { colorPrimary: "#fff\n" } }, "variables.colorPrimary"],
    [{ variables: { constructor: "#fff" } }, "variables.constructor"],
    [{ variables: { shadow: "0 0 0 100vmax red, url(x)" } }, "variables.shadow"],
    [{ rules: { body: { color: "red" } } }, "rules.body"],
    [{ rules: { ".ck-chip, body": { color: "red" } } }, "rules..ck-chip, body"],
    [{ rules: { ".ck-made-up": { color: "red" } } }, "rules..ck-made-up"],
    [{ rules: { ".ck-chip": { position: "fixed" } } }, "rules..ck-chip.position"],
    [{ rules: { ".ck-chip": { backgroundColor: "URL(x)" } } }, "rules..ck-chip.backgroundColor"],
    [{ rules: { ".ck-chip": { color: "red;} body{" } } }, "rules..ck-chip.color"],
    [{ rules: { ".ck-chip": { color: "var(--secret)" } } }, "rules..ck-chip.color"],
    [{ rules: { ".ck-chip": { color: "red !important" } } }, "rules..ck-chip.color"],
    [{ layout: { density: "tiny" } }, "layout.density"],
    [{ layout: { showEverything: true } }, "layout.showEverything"],
    [{ stylesheetUrl: "https://host.example/x.css" }, "stylesheetUrl"],
    [{ logoUrl: "javascript:alert(1)" }, "logoUrl"],
    [{ baseTheme: "neon" }, "baseTheme"],
    [{ css: "body{}" }, "css"],
    ["body{}", ""],
])("%j is refused by its name", (given, path) => {
    expect(paths(given)).toEqual([path]);
});

test("what the browser does not take is refused too", () => {
    const { rejected } = checkAppearance({ variables: { colorPrimary: "bleu" } }, () => false);

    expect(rejected).toEqual([{ path: "variables.colorPrimary", reason: "Expected a colour such as #2563eb" }]);
});

test("later looks win, and a new primary colour forgets the old text colour", () => {
    const looks = [
        { baseTheme: "dark", variables: { colorPrimary: "#000", colorPrimaryForeground: "#fff", borderRadius: "0" } },
        { variables: { colorPrimary: "#ff0" } },
    ].map((given) => checkAppearance(given).look);
    const merged = mergeLooks(...looks);

    expect(merged.baseTheme).toBe("dark");
    expect(merged.variables).toEqual({ colorPrimary: "#ff0", borderRadius: "0" });
});

test("primaryColor is short for the variable, which wins over it", () => {
    expect(checkAppearance({ primaryColor: "#FF6600" }).look.variables).toEqual({ colorPrimary: "#FF6600" });
    expect(checkAppearance({ primaryColor: "#f60", variables: { colorPrimary: "#00f" } }).look.variables).toEqual({
        colorPrimary: "#00f",
    });
});

test("text on a colour is the one that can be read", () => {
    expect(readableOn([37, 99, 235])).toBe("#ffffff");
    expect(readableOn([255, 102, 0])).toBe("#000000");
    expect(readableOn([255, 255, 0])).toBe("#000000");
});

// @vitest-environment jsdom
import { expect, test } from "vitest";
import { writeBody, type NodeJson } from "../../schema/content";
import { bringIn, fromHtml } from "./index";

const upload = () => Promise.reject(new Error("no pictures here"));
const types = (body: NodeJson) => body.content?.map(({ type }) => type);

test("markup becomes our document, with chips for braces", () => {
    const body = writeBody(
        fromHtml(
            "<html><head><style>p{}</style></head><body><h1>Offer</h1><p>Dear {{customer.name}},</p><ul><li>One</li></ul>" +
                "<table><tr><th>A</th></tr><tr><td>{{total}}</td></tr></table><script>alert(1)</script></body></html>",
        ),
    );

    expect(types(body)).toEqual(["heading", "paragraph", "bulletList", "table"]);
    expect(body.content?.[1]?.content).toEqual([
        { type: "text", text: "Dear " },
        { type: "variable", attrs: { key: "customer.name" } },
        { type: "text", text: "," },
    ]);
    expect(JSON.stringify(body)).not.toContain("alert");
});

test("pictures that were uploaded stay, others go", () => {
    const asset = "0193c2c3-1111-7aaa-8bbb-000000000001";
    const body = writeBody(
        fromHtml(`<p>a</p><p><img src="${asset}" alt="x"></p><p><img src="https://evil.example/x.png"></p>`),
    );
    const images = (body.content ?? []).filter(({ type }) => type === "image");

    expect(images).toEqual([{ type: "image", attrs: { asset } }]);
    expect(JSON.stringify(body)).not.toContain("evil");
});

test.each(["letter.pdf", "letter.doc", "letter"])("%s is no file that can be taken", async (name) => {
    await expect(bringIn(new File(["x"], name), upload)).rejects.toThrow(/Word file/);
});

test("a damaged Word file is told of", async () => {
    await expect(bringIn(new File(["no zip"], "a.docx"), upload)).rejects.toThrow(/could not be read/);
});

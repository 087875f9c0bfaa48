"""Documents that pass, and faults named by JSON pointer."""

from __future__ import annotations

from typing import Any

import pytest

from templates_app.document import InvalidDocument, check_document
from tests.templates_app.documents import block, chip, document, line, passes, row, text


def faults(content: object) -> dict[str, list[str]]:
    """The faults by pointer that checking names."""
    with pytest.raises(InvalidDocument) as refused:
        check_document(content)
    assert refused.value.issues is not None
    return refused.value.issues["fieldErrors"]


def in_body(*blocks: Any) -> list[str]:
    """The pointers of the faults of a body."""
    return list(faults(document(*blocks)))


EVERYTHING = document(
    block("heading", text("Title"), level=1, id="top", align="center"),
    line(
        text("a", "bold", "italic", "underline", "strike"), chip("name"), {"type": "hardBreak"}, align="right", indent=2
    ),
    line(text("b", {"type": "link", "attrs": {"href": "mailto:a@b.example"}}, "sub")),
    line(
        text(
            "c", {"type": "textStyle", "attrs": {"color": "#1F2937", "size": 9.5, "font": "Inter", "background": None}}
        )
    ),
    block("bulletList", block("listItem", line(text("a")), block("orderedList", block("listItem", line()), start=3))),
    block("blockquote", line(text("q"))),
    block("horizontalRule"),
    block(
        "table",
        row(text("Head")),
        row(
            chip("items[].name", format="text:upper"), repeat="items", showIf={"key": "items[].name", "op": "notEmpty"}
        ),
        borders="rows",
        repeatHeader=True,
        keepRows=False,
    ),
    block("image", asset="0193c2c3-1111-7aaa-8bbb-000000000001", alt="Logo", width=30, align="left"),
    block("image", bind="logo"),
    block("loop", line(chip("items[].qty")), each="items", empty="Nothing"),
    block(
        "condition",
        block("conditionThen", line(text("x"))),
        block("conditionElse", line(text("y"))),
        when={
            "any": [{"key": "name", "op": "in", "value": ["a", 1]}, {"not": {"all": [{"key": "b", "op": "isTrue"}]}}]
        },
    ),
    block("columns", block("column", line(), width=30), block("column", line()), gap=8),
    block("pageBreak"),
    block("keepTogether", line()),
    page={"size": {"width": 100, "height": 150}, "margin": {"top": 10}},
    header={
        "default": {"left": [text("x"), chip("name")], "right": [block("pageNumber", kind="pages")]},
        "first": None,
    },
    footer=None,
    typography={"font": "Inter", "size": 10, "lineHeight": 1.4, "color": "#111111"},
    variables={"name": {"type": "text", "label": "Name", "required": True, "source": "catalog", "default": None}},
    loops={"items": {"label": "Items"}},
    roles=[{"key": "client", "label": "Client", "order": 1}],
    kind="document",
)


def test_a_document_with_everything_passes():
    assert passes(EVERYTHING)


@pytest.mark.parametrize("content", [None, [], "x", 5, {}, {"schema": 1}, {"kind": ["html"]}, {"kind": "overlay"}])
def test_anything_else_is_refused(content):
    assert all(pointer.startswith("layout") for pointer in faults(content))


@pytest.mark.parametrize(
    ("member", "value", "pointer"),
    [
        ("schema", 2, "layout/schema"),
        ("schema", True, "layout/schema"),
        ("css", "x", "layout/css"),
        ("page", {"size": "A9"}, "layout/page/size"),
        ("page", {"margin": {"top": 150, "bottom": 150}}, "layout/page/margin"),
        ("page", {"margin": "20mm"}, "layout/page/margin"),
        ("page", [], "layout/page"),
        ("typography", {"font": "Inter; }"}, "layout/typography/font"),
        ("typography", {"colour": "red"}, "layout/typography/colour"),
        ("header", {"left": []}, "layout/header"),
        ("header", {"default": {"left": [line()]}}, "layout/header/default/left/0"),
        ("header", {"default": {"left": [chip("items[].name")]}}, "layout/header/default/left/0/attrs/key"),
        ("footer", {"default": {"top": []}}, "layout/footer/default"),
        (
            "footer",
            {"first": {"left": [block("image", bind="a"), block("image", bind="b")]}},
            "layout/footer/first/left",
        ),
        ("variables", {"a b": {"type": "text"}}, "layout/variables/a b"),
        ("variables", {"a": {"type": "colour"}}, "layout/variables/a/type"),
        ("variables", [], "layout/variables"),
        ("loops", {"a.b": {}}, "layout/loops/a.b"),
        ("loops", {"a": {"previewData": 5}}, "layout/loops/a/previewData"),
        ("roles", [{"key": 5}], "layout/roles/0/key"),
        ("body", None, "layout/body"),
        ("body", line(), "layout/body/type"),
    ],
)
def test_faults_of_the_envelope_are_named(member, value, pointer):
    assert pointer in faults({**document(line()), member: value})


@pytest.mark.parametrize(
    ("node", "pointer"),
    [
        (5, ""),
        ({"type": "script"}, "/type"),
        ({"type": ["x"]}, ""),
        (block("stamp", kind="qr"), "/type"),
        (line(block("graph")), "/content/0/type"),
        (block("paragraph", line()), "/content"),
        (block("heading", level=7), "/attrs/level"),
        (block("heading", level=True), "/attrs/level"),
        (block("paragraph", align="middle"), "/attrs/align"),
        (block("paragraph", style="color:red"), "/attrs/style"),
        ({"type": "paragraph", "html": "<b>"}, "/html"),
        ({"type": "paragraph", "attrs": []}, "/attrs"),
        ({"type": "paragraph", "content": {}}, "/content"),
        (block("table"), "/content"),
        (block("table", line()), "/content"),
        (block("table", row(text("x"), repeat="items[]")), "/content/0/attrs/repeat"),
        (block("columns", block("column", line())), "/content"),
        (block("condition", block("conditionElse", line()), when={"key": "a", "op": "empty"}), "/content"),
        (block("condition", block("conditionThen", line()), when={"key": "a", "op": "matches"}), "/attrs/when"),
        (block("condition", block("conditionThen", line())), "/attrs/when"),
        (block("image"), "/attrs"),
        (block("image", asset="http://example.com/x.png"), "/attrs/asset"),
        (line(chip("a..b")), "/content/0/attrs/key"),
        (line(chip("a", agg="sum")), "/content/0/attrs/agg"),
        (line(chip("a[].b", agg="median")), "/content/0/attrs/agg"),
        (line(chip("a", format="shout")), "/content/0/attrs/format"),
        (line(block("variable")), "/content/0/attrs/key"),
        (line({"type": "text"}), "/content/0/text"),
        (line(text("a\x00")), "/content/0/text"),
        (line(text("a", "blink")), "/content/0/marks/0"),
        (line(text("a", {"type": "link", "attrs": {"href": "javascript:alert(1)"}})), "/content/0/marks/0/attrs/href"),
        (line(text("a", {"type": "textStyle", "attrs": {"color": "red;}"}})), "/content/0/marks/0/attrs/color"),
        ({"type": "horizontalRule", "marks": [{"type": "bold"}]}, "/marks"),
    ],
)
def test_faults_of_nodes_are_named(node, pointer):
    assert f"layout/body/content/0{pointer}" in in_body(node)


def test_a_value_of_a_row_needs_its_loop_around_it():
    outside = line(chip("items[].name"))
    inside = block("loop", outside, each="items")
    nested = block("loop", block("loop", line(chip("a[].b[].c")), each="a[].b"), each="a")

    assert in_body(outside) == ["layout/body/content/0/content/0/attrs/key"]
    assert passes(document(inside, nested))
    assert in_body(block("loop", line(), each="a[].b")) == ["layout/body/content/0/attrs/each"]


def test_a_key_cannot_be_value_and_object():
    assert in_body(line(chip("a")), line(chip("a.b"))) == ["layout/body/content/1/content/0/attrs/key"]
    assert in_body(line(chip("items.x")), block("loop", line(), each="items")) == [
        "layout/body/content/0/content/0/attrs/key"
    ]


def test_conditions_are_bounded():
    condition: dict[str, Any] = {"key": "a", "op": "empty"}
    for _ in range(10):
        condition = {"not": condition}

    assert in_body(block("condition", block("conditionThen", line()), when=condition)) == [
        "layout/body/content/0/attrs/when"
    ]


def test_depth_nodes_and_bytes_are_bounded():
    deep: Any = line()
    for _ in range(30):
        deep = block("blockquote", deep)
    deeper: Any = []
    for _ in range(100_000):
        deeper = [deeper]

    assert "nested at most 20" in str(faults(document(deep)))
    assert "too deep" in str(faults(document(deeper)))
    assert "at most 20000 nodes" in str(faults(document(*[line()] * 20_001)))
    assert "2 MB" in str(faults(document(*[line(text("x" * 190_000))] * 11)))
    assert passes(document(*[line()] * 19_000))

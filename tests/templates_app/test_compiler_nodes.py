"""Every node and mark in HTML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from templates_app.compiler.blocks import BLOCKS
from templates_app.compiler.inline import INLINE, TAGS
from templates_app.document.schema import BAND_INLINES, MARKS, NODES
from templates_app.fields import parse_manifest
from tests.templates_app.documents import block, chip, document, line, printed, source, text

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures/documents").glob("*.json"))
HOSTILE = "<script>alert(1)</script> & \"quotes\" 'too' {{name}} </style>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quotes&quot; &#x27;too&#x27; {{name}} &lt;/style&gt;"


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: path.stem)
def test_shared_fixtures_print_as_agreed(fixture):
    shared = json.loads(fixture.read_text())

    html = printed(shared["content"], shared["values"], locale=shared.get("locale", "en"))

    assert html == shared["html"]


def test_every_node_and_mark_of_the_schema_has_a_compiler():
    held_by_others = {
        "doc",
        "tableRow",
        "tableCell",
        "tableHeader",
        "column",
        "conditionThen",
        "conditionElse",
        "pageNumber",
    }

    assert set(NODES) - held_by_others == set(BLOCKS) | set(INLINE)
    assert set(MARKS) == set(TAGS) | {"link", "textStyle"}
    assert set(BAND_INLINES) == set(INLINE) - {"signatureField", "barcode"} | {"pageNumber", "image"}


def test_text_and_data_are_escaped_everywhere():
    content = document(
        line(text(HOSTILE), chip("name"), chip("missing", fallback=HOSTILE)),
        block("heading", chip("name")),
        block("loop", line(), each="items", empty=HOSTILE),
        block("image", asset="0193c2c3-1111-7aaa-8bbb-000000000001", alt=HOSTILE),
        block("table", block("tableRow", block("tableCell", line(chip("name"))))),
    )

    html = printed(content, {"name": HOSTILE})

    assert "<script" not in html
    assert html.count(ESCAPED) == 8


def test_links_keep_their_address_and_nothing_else():
    href = "https://example.com/?a=1&b='2'"

    html = printed(document(line(text("x", {"type": "link", "attrs": {"href": href}}))))

    assert html == '<p><a href="https://example.com/?a=1&amp;b=&#x27;2&#x27;">x</a></p>'


def test_values_take_the_chip_s_format_then_the_manifest_s_then_the_locale_s():
    manifest = parse_manifest({"variables": [{"key": "total", "dataType": "currency", "format": "currency:EUR"}]})
    content = document(line(chip("total"), chip("total", format="number:0")))

    html = printed(content, {"total": 1234.5}, manifest, locale="de")

    assert html == '<p><span class="ck-num">1.234,50\xa0€</span><span class="ck-num">1.235</span></p>'


def test_line_breaks_in_values_are_kept():
    assert printed(document(line(chip("a"))), {"a": "one\ntwo\r\nthree\rfour"}) == "<p>one<br>two<br>three<br>four</p>"


def test_the_editor_s_empty_last_paragraph_is_dropped():
    empty = {"type": "paragraph"}

    assert printed(document(line(text("a")), empty, empty)) == "<p>a</p>"
    assert printed(document(empty)) == "<p><br></p>"
    assert printed(document(empty, line(text("a")))) == "<p><br></p><p>a</p>"


def test_loops_nest_and_see_outer_rows():
    inner = block("loop", line(chip("a[].b[].c"), text("-"), chip("a[].d"), text("-"), chip("e")), each="a[].b")
    data = {"a": [{"d": "1", "b": [{"c": "x"}, {"c": "y"}]}, {"d": "2", "b": [{"c": "z"}]}], "e": "!"}

    assert printed(document(block("loop", inner, each="a")), data) == "<p>x-1-!</p><p>y-1-!</p><p>z-2-!</p>"


def test_a_loop_inside_itself_gives_the_outer_row_back():
    content = document(block("loop", block("loop", line(chip("a[].n")), each="a"), line(chip("a[].n")), each="a"))

    assert printed(content, {"a": [{"n": "1"}, {"n": "2"}]}) == "<p>1</p><p>2</p><p>1</p>" + "<p>1</p><p>2</p><p>2</p>"


def test_a_loop_without_rows_prints_its_text_or_nothing():
    content = document(
        block("loop", line(chip("a[].n")), each="a", empty="None yet"), block("loop", line(chip("b[].n")), each="b")
    )

    assert printed(content, {"a": []}) == '<p class="ck-empty">None yet</p>'


def test_data_of_another_shape_than_expected_prints_nothing():
    content = document(block("loop", line(chip("a[].n.m")), each="a"), line(chip("b.c")))

    assert printed(content, {"a": [5, {"n": 5}], "b": "x"}) == "<p></p><p></p>"
    assert printed(content, {"a": "rows"}) == "<p></p>"


def test_images_come_from_the_given_addresses_or_show_a_frame():
    content = document(block("image", bind="logo", alt="Our logo", width=30, align="right"))

    shown = printed(
        content,
        {"logo": "https://example.com/a.png"},
        images={"https://example.com/a.png": "data:image/png;base64,AA=="},
    )
    framed = printed(content, {"logo": "https://example.com/a.png"})

    assert shown == (
        '<div class="ck-image ck-right"><img src="data:image/png;base64,AA==" alt="Our logo" style="width:30mm"></div>'
    )
    assert 'class="ck-missing" role="img" aria-label="Our logo"' in framed
    assert "example.com" not in framed
    assert printed(content, {}) == ""


def test_column_widths_share_the_line():
    content = document(
        block("columns", block("column", line(text("a")), width=30), block("column", line(text("b"))), gap=8)
    )

    assert printed(content) == (
        '<div class="ck-columns" style="gap:8mm"><div class="ck-column" style="flex:30 1 0"><p>a</p></div>'
        '<div class="ck-column"><p>b</p></div></div>'
    )


def test_an_html_source_has_no_rules_of_ours_in_its_way():
    assert 'class="ck-doc"' not in printed(source("<p>x</p>"))

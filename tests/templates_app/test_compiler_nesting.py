"""Lists in lists: loops in loops, repeated rows in loops, from the given data to the page."""

from __future__ import annotations

from typing import Any

from templates_app.compiler import ImageSource, image_sources
from templates_app.document import check_bindings, derive_manifest
from templates_app.fields import check_data, parse_manifest
from tests.templates_app.documents import block, chip, document, line, printed, row, text

DATA: dict[str, Any] = {
    "orders": [
        {"number": "A-1", "lines": [{"sku": "x", "parts": [{"code": "1"}, {"code": "2"}]}, {"sku": "y", "parts": []}]},
        {"number": "A-2", "lines": []},
        {"number": "A-3", "lines": [{"sku": "z", "parts": [{"code": "3"}]}]},
    ]
}
ORDERS = document(
    block(
        "loop",
        line(chip("orders[].number")),
        block("table", row(chip("orders[].number"), chip("orders[].lines[].sku"), repeat="orders[].lines")),
        each="orders",
    )
)


def test_rows_repeat_inside_a_loop_over_the_data_that_passed_the_check():
    manifest = derive_manifest(ORDERS)
    checked = check_data(manifest, {**DATA, "unknown": 1})

    html = printed(ORDERS, checked.values, manifest)

    assert parse_manifest(manifest.as_json()) == manifest
    assert html == (
        '<p>A-1</p><table class="ck-table ck-borders-all"><tbody><tr><td>A-1</td><td>x</td></tr>'
        "<tr><td>A-1</td><td>y</td></tr></tbody></table>"
        '<p>A-2</p><table class="ck-table ck-borders-all"><tbody></tbody></table>'
        '<p>A-3</p><table class="ck-table ck-borders-all"><tbody><tr><td>A-3</td><td>z</td></tr></tbody></table>'
    )


def test_lists_nest_three_deep_with_every_outer_row_at_hand():
    keys = ("orders[].number", "orders[].lines[].sku", "orders[].lines[].parts[].code")
    inner = block("loop", line(*map(chip, keys)), each="orders[].lines[].parts")
    content = document(block("loop", block("loop", inner, each="orders[].lines"), each="orders"))

    check_bindings(content, derive_manifest(content))

    assert printed(content, DATA) == "<p>A-1x1</p><p>A-1x2</p><p>A-3z3</p>"


def test_a_table_in_a_repeated_row_s_cell_repeats_its_own_rows():
    inner = block("table", row(chip("orders[].lines[].sku"), repeat="orders[].lines"), borders="none")
    content = document(
        block("table", block("tableRow", block("tableCell", line(chip("orders[].number")), inner), repeat="orders"))
    )

    html = printed(content, DATA)

    assert html.count("<p>A-") == 3
    assert html.count('<table class="ck-table ck-borders-none">') == 3
    assert "<tr><td>x</td></tr><tr><td>y</td></tr>" in html


def test_conditions_on_inner_rows_see_inner_and_outer_values():
    both = {
        "all": [
            {"key": "orders[].number", "op": "eq", "value": "A-1"},
            {"key": "orders[].lines[].sku", "op": "eq", "value": "y"},
        ]
    }
    rows = row(chip("orders[].lines[].sku"), repeat="orders[].lines", showIf=both)
    when = {"key": "orders[].lines", "op": "notEmpty"}
    shown = block("condition", block("conditionThen", line(text("has lines"))), when=when)

    html = printed(document(block("loop", block("table", rows), shown, each="orders")), DATA)

    assert [html.count(words) for words in ("<td>y</td>", "<td>x</td>", "has lines")] == [1, 0, 2]


def test_pictures_of_inner_rows_are_found_with_their_exact_path():
    cell = block("tableCell", block("image", bind="orders[].lines[].photo"))
    table = block("table", block("tableRow", cell, repeat="orders[].lines"))
    photo = "https://example.com/z.png"
    values = {"orders": [{"lines": []}, {"lines": [{}, {"photo": photo}]}]}

    found = image_sources(document(block("loop", table, each="orders")), values)

    assert found == [ImageSource(photo, "orders[1].lines[1].photo")]

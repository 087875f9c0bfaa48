"""Aggregates over lists: what they come to, which rows they see, how they are written."""

from __future__ import annotations

from typing import Any

import pytest

from templates_app.compiler import PageTooLarge
from templates_app.compiler.bands import css_text
from templates_app.document import check_bindings
from templates_app.fields import parse_manifest
from tests.templates_app.documents import block, chip, compiled, document, line, printed, row, text

MANIFEST = parse_manifest(
    {
        "variables": [],
        "loops": [
            {
                "key": "items",
                "itemFields": [
                    {"key": "price", "dataType": "currency", "format": "currency:EUR"},
                    {"key": "qty", "dataType": "number"},
                    {"key": "day", "dataType": "date"},
                    {"key": "name", "dataType": "text"},
                ],
            },
            {
                "key": "orders",
                "itemFields": [
                    {"key": "number", "dataType": "text"},
                    {"key": "lines", "dataType": "list", "itemFields": [{"key": "qty", "dataType": "number"}]},
                ],
            },
        ],
    }
)
ITEMS = {
    "items": [
        {"price": 0.1, "qty": 1, "day": "2026-06-05", "name": "a"},
        {"price": 0.2, "qty": 2, "day": "2026-01-31", "name": ""},
        {"price": 1200, "qty": 2},
    ]
}
ORDERS = {"orders": [{"number": "A", "lines": [{"qty": 1}, {"qty": 2}]}, {"number": "B", "lines": [{"qty": 4}]}, {}]}


def shown(values: dict[str, Any], key: str, /, **attrs: Any) -> str:
    """What an aggregate prints in one paragraph, without its tags."""
    content = document(line(chip(key, **attrs)))
    check_bindings(content, MANIFEST)
    html = printed(content, values, MANIFEST)
    return html.replace('<span class="ck-num">', "").replace("</span>", "").removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("key", "attrs", "expected"),
    [
        ("items[].price", {"agg": "sum"}, "€1,200.30"),
        ("items[].price", {"agg": "sum", "format": "number:1"}, "1,200.3"),
        ("items[].price", {"agg": "avg"}, "€400.10"),
        ("items[].price", {"agg": "max"}, "€1,200.00"),
        ("items[].qty", {"agg": "avg"}, "1.67"),
        ("items[].qty", {"agg": "avg", "format": "number:4"}, "1.6667"),
        ("items[].qty", {"agg": "sum"}, "5"),
        ("items[].day", {"agg": "min"}, "Jan 31, 2026"),
        ("items[].day", {"agg": "max", "format": "date:DD/MM/YYYY"}, "05/06/2026"),
        ("items[].name", {"agg": "count"}, "1"),
        ("items[].price", {"agg": "count", "format": "number:1"}, "3.0"),
        ("items", {"agg": "count"}, "3"),
    ],
)
def test_aggregates_are_exact_and_take_the_format_of_their_field(key, attrs, expected):
    assert shown(ITEMS, key, **attrs) == expected


def test_of_no_rows_there_is_no_extreme_but_a_sum():
    assert shown({}, "items[].price", agg="sum") == "€0.00"
    assert shown({}, "items", agg="count") == "0"
    assert shown({}, "items[].price", agg="max", fallback="none") == "none"
    assert shown({"items": [{}]}, "items[].qty", agg="avg", fallback="-") == "-"


def test_an_aggregate_in_a_row_is_about_that_row_and_outside_about_all():
    per_order = line(
        chip("orders[].number"),
        text(": "),
        chip("orders[].lines[].qty", agg="sum"),
        text(" in "),
        chip("orders[].lines", agg="count"),
    )
    content = document(
        block("loop", per_order, each="orders"),
        line(chip("orders[].lines[].qty", agg="sum"), text(" in "), chip("orders[].lines", agg="count")),
    )

    html = printed(content, ORDERS, MANIFEST).replace('<span class="ck-num">', "").replace("</span>", "")

    assert html == "<p>A: 3 in 2</p><p>B: 4 in 1</p><p>: 0 in 0</p><p>7 in 3</p>"


def test_a_whole_beside_its_parts_is_worked_out_once():
    content = document(block("table", row(chip("items[].qty"), repeat="items"), row(chip("items[].qty", agg="sum"))))
    beside = document(block("table", row(chip("items[].qty", agg="sum"), repeat="items")))
    values = {"items": [{"qty": 1}] * 10_000}

    html = printed(beside, values, MANIFEST)  # else it would be too large

    assert html.count("10,000") == 10_000
    assert "10,000" in printed(content, values, MANIFEST)


def test_bands_show_aggregates_too():
    content = document(line(), footer={"default": {"left": [chip("items[].price", agg="sum")]}})

    page = compiled(content, ITEMS, MANIFEST)

    assert css_text("€1,200.30") in page.html
    assert [warning.path for warning in page.warnings] == ["orders"]


def test_endless_work_is_refused():
    rows = [{"lines": [{"qty": 1}] * 9_000}] * 700
    content = document(line(chip("orders[].lines[].qty", agg="sum")))

    with pytest.raises(PageTooLarge):
        printed(content, {"orders": rows}, MANIFEST)

"""Barcodes and charts on the page."""

from __future__ import annotations

import re

import pytest

from templates_app.compiler import PageTooLarge
from templates_app.fields import parse_manifest
from tests.templates_app.documents import block, chip, compiled, document, line, printed, text
from tests.templates_app.rasters import elements, read_back

CHART = {"each": "sales", "label": "sales[].month", "values": ["sales[].net"]}
SALES = parse_manifest(
    {
        "loops": [
            {
                "key": "sales",
                "label": "Sales",
                "itemFields": [
                    {"key": "month", "label": "Month", "dataType": "date", "format": "date:MMM"},
                    {"key": "net", "label": "Net sales", "dataType": "currency", "format": "currency:EUR"},
                    {"key": "tax", "label": "Tax & duty", "dataType": "currency"},
                ],
            }
        ]
    }
)
ROWS = {
    "sales": [{"month": "2026-01-15", "net": 1200.5, "tax": 200}, {"month": "2026-02-15", "net": 2400}, {"net": 10}]
}


def code(**attrs):
    return document(line(block("barcode", **attrs)))


def chart(data=None, **attrs):
    """A chart of the sales, as the page has it."""
    return compiled(document(block("chart", **{**CHART, **attrs})), ROWS if data is None else data, SALES)


def drawings(html):
    return re.findall(r"<svg.*?</svg>", html)


def contents(html):
    """What a scanner reads on a page, code by code."""
    return [read_back(svg)[0][1] for svg in drawings(html)]


def texts(html):
    return [element.text for element in elements(drawings(html)[0], "text")]


@pytest.mark.parametrize("kind", ["qr", "code128", "datamatrix"])
def test_a_barcode_holds_a_fixed_content_or_a_value(kind):
    assert contents(printed(code(kind=kind, value=" WD-100 "))) == ["WD-100"]
    assert contents(printed(code(kind=kind, key="sku"), {"sku": "WD-200"})) == ["WD-200"]


def test_a_barcode_of_a_row_is_drawn_for_each_row():
    content = document(block("loop", line(block("barcode", key="items[].sku", kind="code128")), each="items"))

    html = printed(content, {"items": [{"sku": "A-1"}, {}, {"sku": "A-2"}]})

    assert contents(html) == ["A-1", "A-2"]


@pytest.mark.parametrize(
    ("value", "content"),
    [(4006381333931, "4006381333931"), (12345678905, "0012345678905"), ("400638133393", "4006381333931")],
)
def test_an_article_number_may_be_a_number(value, content):
    manifest = parse_manifest({"variables": [{"key": "ean", "dataType": "number"}]})

    assert contents(printed(code(key="ean", kind="ean13"), {"ean": value}, manifest)) == [content]


def test_a_number_is_written_plainly():
    assert contents(printed(code(key="n"), {"n": 1200.50})) == ["1200.5"]
    assert contents(printed(code(key="n"), {"n": 1e21})) == ["1000000000000000000000"]


@pytest.mark.parametrize("values", [{}, {"sku": ""}, {"sku": "  "}, {"sku": True}])
def test_no_value_is_no_barcode(values):
    assert printed(code(key="sku"), values) == "<p></p>"


def test_what_cannot_be_a_barcode_is_a_frame_and_a_warning():
    content = document(block("loop", line(block("barcode", key="items[].ean", kind="ean13")), each="items"))
    rows = [{"ean": "4006381333932"}, {"ean": "<b>"}, {"ean": "<i>"}]

    page = compiled(content, {"items": rows})

    assert drawings(page.html) == []
    assert [(warning.code, warning.path, warning.message) for warning in page.warnings] == [
        (
            "drawing_failed",
            "items[].ean",
            "items[].ean: The last digit of 4006381333932 should be 1: the number is mistyped.",
        ),
        (
            "drawing_failed",
            "items[].ean",
            "items[].ean: An EAN-13 barcode takes 13 digits, or 12 without the check digit.",
        ),
    ]
    assert re.findall(r'ck-missing" style="[^"]*">(.*?)</span>', page.html) == [
        "4006381333932",
        "&lt;b&gt;",
        "&lt;i&gt;",
    ]


def test_a_page_takes_only_so_many_barcodes():
    content = document(block("loop", line(block("barcode", key="items[].sku", kind="code128")), each="items"))

    with pytest.raises(PageTooLarge):
        printed(content, {"items": [{"sku": "WD-100"}] * 10_000})


def test_a_chart_shows_the_rows_in_the_words_of_the_locale():
    page = chart(title="Sales <2026>")

    assert {"Sales <2026>", "Jan", "Feb", "€1,200.50", "€2,400.00", "€10.00", "2,000"} <= set(texts(page.html))
    assert page.warnings == []
    assert '<div class="ck-chart"><svg' in page.html
    assert "Sales &lt;2026&gt;" in page.html


def test_a_chart_names_its_series_by_their_labels():
    page = chart(values=["sales[].net", "sales[].tax"], align="center")

    assert {"Net sales", "Tax & duty"} <= set(texts(page.html))
    assert 'class="ck-chart ck-center"' in page.html


def test_a_chart_is_as_wide_as_the_text_unless_it_says_otherwise():
    assert 'width="170mm" height="70mm"' in chart().html
    assert 'width="80mm" height="40mm"' in chart(width=80, height=40).html


def test_a_chart_is_as_wide_as_its_column_or_its_section():
    columns = block(
        "columns",
        block("column", block("chart", **CHART), width=60),
        block("column", block("chart", **CHART), width=40),
        gap=10,
    )
    section = block("section", block("chart", **CHART), orientation="landscape")

    html = printed(document(columns, section, block("chart", **CHART)), ROWS, SALES)

    assert re.findall(r'<svg [^>]*?width="([\d.]+)mm"', html) == ["96", "64", "257", "170"]


def test_a_chart_takes_a_format_of_its_own():
    shown = texts(chart(format="number:1").html)

    assert {"1,200.5", "2,400.0"} <= set(shown)


def test_a_pie_writes_shares_in_the_locale():
    assert {"33%", "66%"} <= set(texts(chart(kind="pie").html))


def test_a_chart_without_rows_is_empty_and_no_warning():
    page = chart({"sales": []}, title="Sales")

    assert texts(page.html) == ["Sales", "-"]
    assert page.warnings == []


def test_a_chart_that_cannot_be_drawn_is_a_frame_and_a_warning():
    page = chart({"sales": [{"month": "2026-01-01", "net": -5}]}, kind="pie", title="Sales")

    assert drawings(page.html) == []
    assert [(warning.code, warning.path, warning.message) for warning in page.warnings] == [
        ("drawing_failed", "sales", "sales: A pie chart cannot show values below zero.")
    ]


def test_charts_of_nested_lists_and_the_rows_around_them_keep_apart():
    inner = block("chart", each="a[].b", label="a[].b[].n", values=["a[].b[].v"], kind="pie")
    content = document(block("loop", inner, line(chip("a[].n")), each="a"))
    data = {"a": [{"n": "x", "b": [{"n": "one", "v": 1}]}, {"n": "y", "b": [{"n": "two", "v": 2}]}]}

    html = printed(content, data)

    assert [found in html for found in (">one<", ">two<", "<p>x</p>", "<p>y</p>")] == [True] * 4


def test_a_page_written_from_the_right_mirrors_its_charts_and_no_barcode():
    content = document(block("chart", **CHART), line(block("barcode", value="x"), text("y")))

    chart_svg, code_svg = drawings(printed(content, ROWS, SALES, locale="ar"))

    assert 'direction="rtl"' in chart_svg
    assert 'direction="ltr"' in code_svg

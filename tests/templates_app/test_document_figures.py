"""Barcodes and charts in documents: what they ask for, and what is refused when a document is saved."""

from __future__ import annotations

import pytest

from templates_app.document import InvalidDocument, check_bindings, check_document, derive_manifest
from templates_app.fields import parse_manifest
from tests.templates_app.documents import block, compiled, document, line

CHART = {"each": "sales", "label": "sales[].month", "values": ["sales[].net", "sales[].gross"]}
SALES = parse_manifest(
    {
        "variables": [{"key": "sku", "dataType": "text"}, {"key": "logo", "dataType": "image"}],
        "loops": [
            {
                "key": "sales",
                "itemFields": [
                    {"key": "month", "dataType": "text"},
                    {"key": "net", "dataType": "currency"},
                    {"key": "gross", "dataType": "number"},
                ],
            }
        ],
    }
)
VALUES = {"sku": "4006381333931", "sales": [{"month": "May", "net": 1200, "gross": 1428}]}


def chart(**attrs):
    return document(block("chart", **{**CHART, **attrs}))


def code(**attrs):
    return document(line(block("barcode", **attrs)))


def faults(content, *arguments):
    """The faults of a document, or of its bindings to a manifest, by JSON pointer."""
    with pytest.raises(InvalidDocument) as caught:
        check_bindings(content, *arguments) if arguments else check_document(content)
    assert caught.value.issues
    return caught.value.issues["fieldErrors"]


def test_a_chart_asks_for_its_rows():
    assert derive_manifest(chart()).as_json()["loops"] == [
        {
            "key": "sales",
            "label": "Sales",
            "itemFields": [
                {"key": "month", "label": "Month", "dataType": "text", "required": False},
                {"key": "net", "label": "Net", "dataType": "number", "required": False},
                {"key": "gross", "label": "Gross", "dataType": "number", "required": False},
            ],
        }
    ]


def test_a_barcode_asks_for_its_value():
    assert derive_manifest(code(key="sku")).fields() == [{"key": "sku", "type": "text", "required": False}]
    assert derive_manifest(code(value="fixed")).fields() == []


@pytest.mark.parametrize(
    "content",
    [
        chart(format="currency:EUR"),
        code(key="sku", kind="ean13"),
        document(block("loop", line(block("barcode", key="sales[].month")), each="sales")),
    ],
)
def test_what_the_manifest_has_passes_and_is_drawn(content):
    check_bindings(content, SALES)

    assert "<svg" in compiled(content, VALUES, SALES).html


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (chart(values=["sales[].month"]), "values/0", "sales[].month is not a number, which a chart needs"),
        (chart(values=["sales[].net", "sales[].tax"]), "values/1", "sales[].tax is not in the manifest"),
        (chart(format="date"), "values/0", "The format date does not apply to currency"),
    ],
)
def test_bindings_of_charts_are_checked(content, place, message):
    assert faults(content, SALES)[f"layout/body/content/0/attrs/{place}"][0] == message


def test_an_image_is_no_barcode():
    assert [*faults(code(key="logo"), SALES)] == ["layout/body/content/0/content/0/attrs/key"]


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (chart(each=None), "each"),
        (chart(label="month"), "label"),
        (chart(label="others[].month"), "label"),
        (chart(values=[]), "values"),
        (chart(values="sales[].net"), "values"),
        (chart(values=["sales[].net"] * 9), "values"),
        (chart(values=["total"]), "values/0"),
        (chart(values=[5]), "values"),
        (chart(kind="radar"), "kind"),
        (chart(width=5), "width"),
        (chart(height="70mm"), "height"),
        (chart(title=["a"]), "title"),
    ],
)
def test_faults_of_charts_are_named(content, place):
    assert f"layout/body/content/0/attrs/{place}" in faults(content)


@pytest.mark.parametrize(
    ("content", "place", "message"),
    [
        (code(), "", "barcode: Expected either key or value"),
        (code(key="sku", value="x"), "", "barcode: Expected either key or value"),
        (code(value="x", kind="pdf417"), "/kind", "barcode: Expected one of qr, code128, ean13, datamatrix"),
        (code(value="x", size=1), "/size", "barcode: Expected a number from 5 to 300"),
        (code(value="", kind="qr"), "/value", "barcode: A QR code needs a content."),
        (code(value="123", kind="ean13"), "/value", "barcode: An EAN-13 barcode takes 13 digits, or 12 without the"),
        (code(value="x" * 60, kind="code128", size=20), "/value", "barcode: This Code 128 barcode cannot be read at"),
    ],
)
def test_faults_of_barcodes_are_named(content, place, message):
    assert faults(content)[f"layout/body/content/0/content/0/attrs{place}"][0].startswith(message)


def test_a_barcode_of_a_row_needs_a_loop_around_it():
    assert "layout/body/content/0/content/0/attrs/key" in faults(code(key="sales[].month"))


def test_a_chart_of_a_nested_list_needs_the_outer_row():
    nested = {"each": "years[].sales", "label": "years[].sales[].month", "values": ["years[].sales[].net"]}

    assert "layout/body/content/0/attrs/each" in faults(document(block("chart", **nested)))
    check_document(document(block("loop", block("chart", **nested), each="years")))

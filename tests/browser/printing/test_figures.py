"""Barcodes and charts in the finished PDF: readers find the codes, and the words of a chart are text."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from renders.chromium import Lane
from renders.options import PdfOptions
from tests.browser.printing.conftest import text_of
from tests.templates_app.documents import block, compiled, document, line, text

pytestmark = pytest.mark.browser
CONTENTS = {
    "qr": "https://example.com/orders/2026-0142?customer=Größe",
    "code128": "WD-100-2026",
    "ean13": "4006381333931",
    "datamatrix": "WD-100/2026-07",
}
SALES = [{"month": "January", "net": 1200}, {"month": "February", "net": 2400}, {"month": "March", "net": 1800}]
CHART = {"each": "sales", "label": "sales[].month", "values": ["sales[].net"]}


def page_image(pdf: bytes, dots_per_inch: int) -> Image.Image:
    """The first page as an office printer would see it."""
    with pypdfium2.PdfDocument(pdf) as found:
        return found[0].render(scale=dots_per_inch / 72).to_pil().convert("L")


@pytest.mark.parametrize("dots_per_inch", [200, 300, 600])
def test_scanners_read_codes_off_the_page(lane: Lane, dots_per_inch: int) -> None:
    codes = [line(block("barcode", kind=kind, value=value), text(" ")) for kind, value in CONTENTS.items()]

    printed = lane.print(compiled(document(*codes)).html, tenant="acme", options=PdfOptions())

    found = {barcode.text for barcode in zxingcpp.read_barcodes(page_image(printed.pdf, dots_per_inch))}
    assert found == set(CONTENTS.values())
    assert "WD-100-2026" in text_of(printed.pdf)
    assert "006381" in text_of(printed.pdf)


def test_small_labels_can_be_read(lane: Lane) -> None:
    content = document(
        line(block("barcode", kind="datamatrix", value="WD-100/2026-07", size=6)),
        line(block("barcode", kind="code128", value="WD-100", size=30, height=8)),
        page={"size": {"width": 50, "height": 30}, "margin": {"top": 2, "right": 2, "bottom": 2, "left": 2}},
    )

    printed = lane.print(compiled(content).html, tenant="acme", options=PdfOptions())

    found = {barcode.text for barcode in zxingcpp.read_barcodes(page_image(printed.pdf, 600))}
    assert found == {"WD-100/2026-07", "WD-100"}


def test_the_words_of_a_chart_are_text_and_its_data_is_told_to_those_who_cannot_see_it(lane: Lane) -> None:
    charts = [
        block("chart", **CHART, kind=kind, title=f"Sales as {kind}", height=60) for kind in ("bar", "line", "pie")
    ]

    printed = lane.print(compiled(document(*charts), {"sales": SALES}).html, tenant="acme", options=PdfOptions())

    words = text_of(printed.pdf)
    assert [word in words for word in ("Sales as bar", "Sales as pie", "January", "2,400", "44%")] == [True] * 5
    with pikepdf.open(BytesIO(printed.pdf)) as found:
        told = [str(item.get("/Alt", "")) for item in found.objects if isinstance(item, pikepdf.Dictionary)]
    assert any("Sales as bar. January: 1,200; February: 2,400; March: 1,800" in alt for alt in told)

"""A finished PDF: the same bytes from any browser start, tagged, named and marked."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from renders.chromium import Lane
from renders.options import PdfOptions
from renders.pdf import Finished, finish
from tests.browser.printing.conftest import text_of

pytestmark = pytest.mark.browser
INVOICE = """<!doctype html><html lang=en><title>Invoice 42</title>
<style>@page{size:A4;margin:20mm;@bottom-right{content:"Page " counter(page) " of " counter(pages)}}
@page wide{size:A4 landscape}body{font:10pt Inter}.wide{page:wide}</style>
<h1>Invoice 42</h1><p>Due in 14 days.
See <a href="#terms">terms</a>, <a href="https://example.com/">site</a>, <a href="/here">here</a>.
<table><thead><tr><th>Item<th>Qty</thead><tr><td>Anvil<td>1<tr><td>Rope<td>2</table>
<svg width=40 height=40><linearGradient id=g><stop stop-color=red /><stop offset=1 stop-color=blue /></linearGradient>
<rect width=40 height=40 fill="url(#g)"/></svg><div style="filter:blur(1px);opacity:.5">soft</div>
<section class=wide><h2 id=terms>Terms</h2><p>Pay soon. 漢字</section>"""
OPTIONS = PdfOptions(title="Invoice 42", language="en-GB")


def make(lane: Lane, *, html: str = INVOICE, options: PdfOptions = OPTIONS, fresh: bool = False) -> Finished:
    """Print and finish."""
    printed = lane.print(html, tenant="acme", options=options, fresh=fresh)
    return finish(printed.pdf, options=options, created=None, document_id="template-7")


def test_two_browser_starts_give_the_same_bytes(lane: Lane, browser_path: str) -> None:
    other = Lane(executable=browser_path)

    first = make(lane)
    second = make(other)
    other.stop()

    assert first == second


def test_what_was_printed_before_leaves_no_trace(lane: Lane) -> None:
    first = make(lane)
    lane.print("<table><th>other<td>document</table>" * 50, tenant="acme", options=PdfOptions())

    assert make(lane) == first
    assert make(lane, fresh=True) == first


def test_another_text_gives_another_content(lane: Lane) -> None:
    first = make(lane)
    other = make(lane, html=INVOICE.replace("14 days", "15 days"))

    assert first.content_hash != other.content_hash
    assert first.sha256 != other.sha256


def test_another_title_is_the_same_content(lane: Lane) -> None:
    first = make(lane)
    renamed = make(lane, options=PdfOptions(title="Rechnung (42)", language="en-GB"))

    assert first.content_hash == renamed.content_hash
    assert first.sha256 != renamed.sha256


def test_the_finished_pdf_is_tagged_named_and_linked(lane: Lane) -> None:
    finished = make(lane)

    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        links = [str(link.A.URI) for page in pdf.pages for link in page.obj.get("/Annots", []) if "/A" in link]
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert [item.title for item in pdf.open_outline().root] == ["Invoice 42"]
        assert {str(key): str(value) for key, value in pdf.docinfo.items()} == {
            "/Title": "Invoice 42",
            "/Producer": "Craftkit",
            "/Creator": "Craftkit",
        }
    assert links == ["https://example.com/"]
    assert finished.pages == 2
    assert "Anvil" in text_of(finished.pdf)


def test_a_given_date_is_the_only_date(lane: Lane) -> None:
    raw = lane.print(INVOICE, tenant="acme", options=OPTIONS).pdf

    finished = finish(raw, options=OPTIONS, created=datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC), document_id="x")

    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        assert str(pdf.docinfo["/CreationDate"]) == str(pdf.docinfo["/ModDate"]) == "D:20260304050607+00'00'"


def test_the_watermark_is_seen_on_every_page_but_not_read(lane: Lane) -> None:
    plain = make(lane)
    marked = make(lane, options=PdfOptions(title="Invoice 42", language="en-GB", watermark="TEST"))

    assert text_of(marked.pdf) == text_of(plain.pdf)
    assert marked.content_hash != plain.content_hash
    for number in range(2):
        changed = difference(plain.pdf, marked.pdf, number)
        assert 0.02 < changed < 0.25


def difference(one: bytes, other: bytes, number: int) -> float:
    """The share of pixels of a page that differ between two PDFs."""
    pictures = []
    for data in (one, other):
        with pypdfium2.PdfDocument(data) as document:
            pictures.append(document[number].render(scale=0.5).to_pil().convert("L"))
    pairs = list(zip(pictures[0].tobytes(), pictures[1].tobytes(), strict=True))
    return sum(abs(left - right) > 8 for left, right in pairs) / len(pairs)

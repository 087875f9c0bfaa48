"""What a real browser prints, finished: archival, accessible, an electronic invoice, on paper with a head."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf.pdfa import validate_written

from renders.chromium import Lane
from renders.finishing import Extras, Joined
from renders.options import PdfOptions
from renders.pdf import Finished, finish
from renders.pictures import page_pictures
from templates_app.compiler import compile_document
from templates_app.compiler.finishing import Finishing, Part
from templates_app.compiler.invoicing import invoice_of
from templates_app.document import derive_manifest
from tests.browser.printing.conftest import text_of
from tests.renders.finishing.papers import paper, supply
from tests.templates_app.documents import block, chip, document, line, row, text
from tests.templates_app.invoices import DATA, MAPPING

pytestmark = pytest.mark.browser
HEAD = block("tableRow", *(block("tableHeader", line(text(word))) for word in ("Article", "Quantity")))
LINES = row(chip("items[].name"), chip("items[].qty"), repeat="items")
FOOTER = {"default": {"left": [text("North Wind Ltd")], "right": [{"type": "pageNumber"}]}}
CONTENT = document(
    block("heading", text("Invoice "), chip("number"), level=1),
    line(text("See "), text("our terms", {"type": "link", "attrs": {"href": "https://northwind.example"}}), text(".")),
    block("table", HEAD, LINES),
    footer=FOOTER,
)


@pytest.fixture(scope="module")
def printed(lane: Lane) -> bytes:
    """The invoice as the browser prints it."""
    page = compile_document(CONTENT, derive_manifest(CONTENT), DATA, locale="en")
    return lane.print(page.html, tenant="acme", options=PdfOptions(title=page.title)).pdf


def done(raw: bytes, asked: Finishing, *joined: Joined, **supplies: Any) -> Finished:
    """The PDF with everything that is asked for."""
    options = PdfOptions(title="Invoice INV-7")
    return finish(raw, options=options, created=None, document_id="a", extras=Extras(asked, supplies, joined))


def test_a_print_is_made_archival_and_accessible(printed: bytes) -> None:
    finished = done(printed, Finishing(is_archival=True, is_accessible=True))

    assert finished.warnings == ()
    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        told = pdf.Root.Metadata.read_bytes().decode()
        assert "<pdfaid:part>3" in told
        assert "<pdfuaid:part>1" in told
        assert [str(note.Contents) for note in pdf.pages[0].Annots] == ["Link to https://northwind.example/"]
    assert "INV-7" in text_of(finished.pdf)


def test_an_electronic_invoice_is_in_it(printed: bytes) -> None:
    finished = done(printed, Finishing(is_archival=True, invoice=invoice_of(MAPPING, DATA)))

    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        assert b"INV-7" in pdf.attachments["factur-x.xml"].get_file().read_bytes()
    assert finished == done(printed, Finishing(is_archival=True, invoice=invoice_of(MAPPING, DATA)))


def test_the_check_is_of_what_is_written(printed: bytes) -> None:
    finished = done(printed, Finishing(is_archival=True), Joined(Part("x", None, None, False, ""), printed, "Twice"))

    assert finished.pages == 2
    assert validate_written(BytesIO(finished.pdf), "3b").passed


def test_stationery_shows_through_what_the_browser_painted_white(printed: bytes) -> None:
    ground = supply(paper(595, 842, ink=b"1 0.9 0.8 rg 0 0 595 842 re f"), "ground.pdf")

    finished = done(printed, Finishing(stationery={"first": "ground"}), ground=ground)

    assert page_pictures(finished.pdf, width=595)[0].getpixel((300, 500)) == (255, 230, 204)

"""Large tagged PDFs saved with their structure elements taken over as they are."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from renders.finishing import Extras
from renders.options import PdfOptions
from renders.packing import FEWEST, layout_of
from renders.pdf import finish
from templates_app.compiler.finishing import Finishing

CATALOG, PAGES, PAGE, CONTENT, INFO, ROOT = 1, 2, 3, 4, 5, 6
FIRST = 7


def browser_file(elements: int = FEWEST) -> bytes:
    """A file as the browser writes it: one object after the other, a plain table, an Info with dates."""
    kids = " ".join(f"{FIRST + at} 0 R" for at in range(elements))
    bodies = [
        f"<</Type /Catalog /Pages {PAGES} 0 R /StructTreeRoot {ROOT} 0 R /MarkInfo <</Marked true>>>>",
        f"<</Type /Pages /Count 1 /Kids [{PAGE} 0 R]>>",
        f"<</Type /Page /Parent {PAGES} 0 R /MediaBox [0 0 595 842] /Contents {CONTENT} 0 R>>",
        "<</Length 10>> stream\n0 0 9 9 re\nendstream",
        "<</Title (Old)\n/CreationDate (D:20260101000000Z)>>",
        f"<</Type /StructTreeRoot /K [{kids}]>>",
        *(
            f"<</Type /StructElem\n/S /P\n/P {ROOT} 0 R\n/ID (node{FIRST + at:08})\n/Alt (endobj {at})>>"
            for at in range(elements)
        ),
    ]
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode()
    rows = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(bodies) + 1
    return (
        data
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{rows}"
            f"trailer\n<</Size {size}\n/Root {CATALOG} 0 R\n/Info {INFO} 0 R>>\n"
            f"startxref\n{len(data)}\n%%EOF\n"
        ).encode()
    )


def finished(raw: bytes, watermark: str | None = None, extras: Extras | None = None) -> bytes:
    """The file as it is stored."""
    options = PdfOptions(title="New", watermark=watermark)
    return finish(raw, options=options, created=None, document_id="one", extras=extras or Extras()).pdf


@pytest.mark.parametrize("watermark", [None, "TEST"])
def test_a_packed_file_says_what_one_saved_in_the_usual_way_says(watermark):
    raw = browser_file()
    asks_nothing_seen = Extras(Finishing(metadata={"title": "New"}))

    packed, usual = finished(raw, watermark), finished(raw, watermark, asks_nothing_seen)

    assert packed != usual
    with pikepdf.open(BytesIO(packed)) as ours, pikepdf.open(BytesIO(usual)) as theirs:
        assert ours.check_pdf_syntax() == []
        assert dict(ours.docinfo) == dict(theirs.docinfo)
        elements = list(zip(ours.Root.StructTreeRoot.K, theirs.Root.StructTreeRoot.K, strict=True))
        assert len(elements) == FEWEST
        assert all((str(one.Alt), str(one.ID)) == (str(two.Alt), str(two.ID)) for one, two in elements)
        assert bytes(ours.pages[0].Contents.read_bytes() if watermark is None else b"0 0 9 9 re") == b"0 0 9 9 re"
        assert bytes(ours.trailer.ID[0]) == bytes(theirs.trailer.ID[0])


def test_nothing_of_the_browser_s_dates_is_left():
    with pikepdf.open(BytesIO(finished(browser_file()))) as pdf:
        assert set(pdf.docinfo.keys()) == {"/Title", "/Producer", "/Creator"}


def test_packing_gives_the_same_bytes_each_time():
    raw = browser_file()

    assert finished(raw) == finished(raw)
    assert len(finished(raw)) < len(raw) / 3


@pytest.mark.parametrize(
    "raw",
    [
        browser_file(10),
        browser_file().replace(b"startxref", b"startxxxx"),
        browser_file().rpartition(b"startxref")[0] + b"startxref\n7\n%%EOF\n",
        b"",
    ],
    ids=["small", "no table", "elsewhere", "empty"],
)
def test_files_of_another_shape_are_left_to_the_library(raw):
    assert layout_of(raw) is None

"""Sheets laid over a base, without a browser."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from renders.chromium import Printed
from renders.finishing import Extras
from renders.options import PdfOptions
from renders.overlay import SheetsDiffer, lay, stamp
from renders.pdf import finish
from renders.places import FieldPlace, find_fields
from templates_app.compiler import Compiled
from templates_app.compiler.finishing import Finishing, Mark
from templates_app.compiler.overlay import Overlay, PlacedText, Signer
from tests.fakes import blank_pdf
from tests.templates_app.overlays import CROPPED, PLAIN, base, contents_of

NOTHING = Overlay((), (), ())
MM = 25.4 / 72


def put(pdf: Pdf) -> bytes:
    """The bytes of an open PDF."""
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("before", [b"", b"q 0.5 0 0 0.5 0 0 cm q ", b"Q Q Q ", b"Q q q Q Q Q q "])
def test_the_content_of_the_base_stays_and_is_closed_before_the_sheet(before):
    raw = base((0, None, before), PLAIN)

    stamped = stamp(raw, blank_pdf(), Overlay((1,), (), ()))

    own, untouched = contents_of(stamped)
    assert [own[1]] == contents_of(raw)[0]
    assert untouched == contents_of(raw)[1]
    depths, depth = [], 0
    for token in b" ".join(own).split():
        depth += (token == b"q") - (token == b"Q")
        depths.append(depth)
    assert (min(depths), depths[-1]) == (0, 0)
    # Before the last eleven, which draw the sheet: q, a matrix of six, cm, its name, Do, Q.
    assert depths[-12] == 0


def test_a_base_without_fields_is_kept_as_it_is():
    raw = base(PLAIN, (90, CROPPED, b""))

    assert contents_of(stamp(raw, blank_pdf(), NOTHING)) == contents_of(raw)


def test_another_number_of_sheets_than_was_asked_for_is_a_failure():
    with pytest.raises(SheetsDiffer):
        stamp(base(), blank_pdf(2), Overlay((1,), (), ()))


def test_the_same_input_gives_the_same_bytes():
    overlay = Overlay((1,), (), (Signer("client", 1, 10, 10, 50, 20),))

    assert stamp(base(), blank_pdf(), overlay) == stamp(base(), blank_pdf(), overlay)


def test_watermarks_of_templates_stand_upright_too():
    asked = Finishing(watermark=Mark("DRAFT", None, 0.2, None, "all"))
    stamped = stamp(base((90, CROPPED, b"")), blank_pdf(), NOTHING)

    finished = finish(stamped, options=PdfOptions(), created=None, document_id="a", extras=Extras(asked))

    assert b"0 1 -1 0 545 60 cm /CraftkitOver Do" in b" ".join(contents_of(finished.pdf)[0])


@pytest.mark.parametrize(("turn", "edges"), [(0, (60, 757, 70, 762)), (90, (70, 70, 75, 80))])
def test_a_signer_s_field_is_found_where_it_was_placed(turn, edges):
    signer = Signer("client", 2, *(points * MM for points in (10, 20, 10, 5)))
    stamped = stamp(base(PLAIN, (turn, CROPPED, b"")), blank_pdf(), Overlay((), (), (signer,)))

    finished = finish(stamped, options=PdfOptions(watermark="TEST"), created=None, document_id="a")

    assert find_fields(finished.pdf) == [FieldPlace("client", 2, *map(float, edges))]


def test_nothing_in_the_base_passes_for_a_signer_s_field():
    with pikepdf.open(BytesIO(base())) as pdf:
        action = Dictionary(S=Name.URI, URI=String("craftkit-field:client"))
        forged = (
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=action),
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), NM=String("craftkit-field:x")),
        )
        pdf.pages[0].obj.Annots = Array(list(forged))
        raw = put(pdf)

    finished = finish(stamp(raw, blank_pdf(), NOTHING), options=PdfOptions(), created=None, document_id="a")

    assert find_fields(finished.pdf) == []


def test_claims_of_the_base_are_not_repeated():
    with pikepdf.open(BytesIO(base())) as pdf:
        pdf.Root.Metadata = pdf.make_stream(b"<pdfaid:part>2</pdfaid:part>")
        raw = put(pdf)

    with pikepdf.open(BytesIO(stamp(raw, blank_pdf(), NOTHING))) as pdf:
        assert Name.Metadata not in pdf.Root


def test_a_text_that_was_cut_is_a_warning_with_its_field_and_page():
    texts = (PlacedText("Name", "name", 1), PlacedText("Address", "address", 3))
    page = Compiled("", [], "", "en", overlay=Overlay((1, 3), texts, ()))

    laid = lay(base(PLAIN, PLAIN, PLAIN), Printed(blank_pdf(2), (), cut=(1,)), page)

    (warning,) = laid.noticed
    assert (warning.code, warning.path, warning.page) == ("text_overflow", "address", 3)
    assert '"Address"' in warning.message


def test_other_documents_pass_through():
    printed = Printed(b"%PDF", ())

    assert lay(b"", printed, Compiled("", [], "", "en")) is printed


def test_the_watermark_stands_upright_on_turned_and_cropped_pages():
    stamped = stamp(base((90, CROPPED, b""), PLAIN), blank_pdf(), NOTHING)

    finished = finish(stamped, options=PdfOptions(watermark="TEST"), created=None, document_id="a")

    first, second = (b" ".join(parts) for parts in contents_of(finished.pdf))
    assert b"0 1 -1 0 545 60 cm /CraftkitMark Do" in first
    assert b"1 0 0 1 0 0 cm /CraftkitMark Do" in second
    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        boxes = [[float(edge) for edge in page.resources.XObject.CraftkitMark.BBox] for page in pdf.pages]
    assert [box[2:] for box in boxes] == [pytest.approx([722, 495]), pytest.approx([595.276, 841.89], abs=0.01)]

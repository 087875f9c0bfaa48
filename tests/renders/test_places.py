"""Fields for signers found again in a PDF."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from renders.options import PdfOptions
from renders.pdf import finish
from renders.places import FieldPlace, find_fields


def link(address: str, *rectangle: float) -> Dictionary:
    """A link as browsers write it."""
    action = Dictionary(Type=Name.Action, S=Name.URI, URI=String(address))
    return Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action, Rect=Array(list(rectangle)))


@pytest.fixture
def raw() -> bytes:
    """Two pages with a field each, and an ordinary link."""
    with pikepdf.new() as pdf:
        links = (
            [link("craftkit-field:client-1", 50, 600, 220, 650), link("https://example.com/", 0, 0, 9, 9)],
            [link("craftkit-field:owner", 220, 90, 50, 40)],
        )
        for found in links:
            pdf.add_blank_page(page_size=(595, 842)).obj.Annots = pdf.make_indirect(Array(found))
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_fields_are_found_with_page_and_rectangle(raw: bytes) -> None:
    finished = finish(raw, options=PdfOptions(), created=None, document_id="one")

    assert find_fields(finished.pdf) == [
        FieldPlace("client-1", 1, 50, 600, 220, 650),
        FieldPlace("owner", 2, 50, 40, 220, 90),
    ]


def test_a_finished_field_leads_nowhere_and_other_links_still_do(raw: bytes) -> None:
    finished = finish(raw, options=PdfOptions(), created=None, document_id="one")

    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        field, other = pdf.pages[0].obj.Annots
        assert Name.A not in field
        assert str(other.A.URI) == "https://example.com/"


def test_fields_stay_where_they_are_when_the_file_is_saved_again(raw: bytes) -> None:
    finished = finish(raw, options=PdfOptions(), created=None, document_id="one")
    again = BytesIO()
    with pikepdf.open(BytesIO(finished.pdf)) as pdf:
        pdf.save(again, linearize=True)

    assert find_fields(again.getvalue()) == find_fields(finished.pdf)


def test_a_document_without_fields_has_none() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        out = BytesIO()
        pdf.save(out)

    assert find_fields(out.getvalue()) == []

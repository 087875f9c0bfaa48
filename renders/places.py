"""Places: where the fields for signers stand on the pages of a PDF.

The compiler prints a field as an empty link with an address of our own scheme, because a link is what the browser's PDF
keeps together with page and rectangle. `settle` makes these links inert annotations that carry the field's id as their
name (`/NM`); they are invisible, and stay where they are through stamping, merging and saving again. `find_fields`
reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Pdf, String

from templates_app.compiler.inline import FIELD_SCHEME


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a field is: its page, from 1, and its rectangle in points from the page's lower left corner."""

    field_id: str
    page: int
    left: float
    bottom: float
    right: float
    top: float


def settle(pdf: Pdf) -> None:
    """Turn the links that mark fields into annotations that lead nowhere and bear the field's id."""
    for page in pdf.pages:
        for note in page.obj.get(Name.Annots, ()):
            address = str(note.get(Name.A, Dictionary()).get(Name.URI, ""))
            if address.startswith(FIELD_SCHEME):
                del note.A
                note.NM = String(address)


def find_fields(data: bytes) -> list[FieldPlace]:
    """The fields of a finished PDF in the order of its pages; one that is printed on several pages is there often."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return [
            FieldPlace(str(note.NM).removeprefix(FIELD_SCHEME), number, *_rectangle(note))
            for number, page in enumerate(pdf.pages, start=1)
            for note in page.obj.get(Name.Annots, ())
            if str(note.get(Name.NM, "")).startswith(FIELD_SCHEME)
        ]


def _rectangle(note: pikepdf.Object) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(edge) for edge in note.Rect)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)

"""What somebody needs to see before a document is sent: its pages, and the fields that its template brings."""

from __future__ import annotations

from dataclasses import dataclass

from renders.models import Render
from renders.papers import Paper
from renders.pictures import page_picture
from signatures.freezing import Place, laid_out, roles_of
from signatures.posting import pdf_of, refuse_unfinished

PICTURE_WIDTH = 1000


@dataclass(frozen=True)
class Layout:
    """The papers of a document, the roles it has fields for (key and name), and these fields."""

    papers: list[Paper]
    roles: dict[str, str]
    places: list[Place]


def lay_out(*, render: Render) -> Layout:
    """A document as it would be sent. Raises NotReady, NotSignable (409), PdfTooLarge (413), PdfLost (502)."""
    content = render.version.content
    papers, roles, places = laid_out(read(render), content)
    names = roles_of(content)
    return Layout(papers, {role: names[role] for role in roles}, places)


def picture(*, render: Render, page: int) -> bytes:
    """A page (from 1) as PNG. Raises as `lay_out` does, and NotDrawable for a page that is not there."""
    return page_picture(read(render), number=page - 1, width=PICTURE_WIDTH)


def read(render: Render) -> bytes:
    """The PDF of a finished render."""
    refuse_unfinished(render)
    return pdf_of(render)

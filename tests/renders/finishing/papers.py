"""Small PDFs as the browser makes them, and the extras for them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from renders.finishing import Extras, Joined, Supply
from renders.options import PdfOptions
from renders.pdf import Finished, finish
from templates_app.compiler.finishing import Finishing, Part

GROUND = b"1 0 0 -1 0 842 cm q 1 0 0 1 20 20 cm 1 1 1 RG 1 1 1 rg /G3 gs 0 0 500 700 re f Q "
HEADING = b"/H1 <</MCID 0>> BDC 0 0 0 rg 10 10 100 20 re f EMC "
FOOTER = b"0 0 0 rg 10 800 50 8 re f "


def tagged(pages: int = 1, *, title: str = "First") -> bytes:
    """So many tagged pages: white ground, a heading, an untagged footer, and a bookmark on the first."""
    with pikepdf.new() as pdf:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
        owners = Array()
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.StructParents = number
            page.obj.Resources = Dictionary(ExtGState=Dictionary(G3=Dictionary(ca=1)))
            page.Contents = pdf.make_stream(GROUND + HEADING + FOOTER)
            heading = Dictionary(Type=Name.StructElem, S=Name.H1, P=document, Pg=page.obj, K=0)
            heading.ID = String(f"node{number + 1:08}")
            heading = pdf.make_indirect(heading)
            document.K.append(heading)
            owners.extend([number, Array([heading])])  # type: ignore[list-item]
        root.K, root.ParentTree, root.ParentTreeNextKey = document, Dictionary(Nums=owners), pages
        root.IDTree = Dictionary(Names=Array([part for one in document.K for part in (one.ID, one)]))
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Type=Name.MarkInfo, Marked=True)
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(title, 0))
        return saved(pdf)


def paper(width: float = 595, height: float = 842, *, ink: bytes = b"0.8 0.9 1 rg 0 700 595 142 re f") -> bytes:
    """A sheet with a coloured head."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(width, height))
        page.Contents = pdf.make_stream(ink)
        return saved(pdf)


def picture(*, veil: int = 128) -> bytes:
    """A PNG that one can see through."""
    target = BytesIO()
    Image.new("RGBA", (20, 10), (200, 30, 60, veil)).save(target, "PNG")
    return target.getvalue()


def saved(pdf: Pdf) -> bytes:
    """The bytes of a PDF."""
    target = BytesIO()
    pdf.save(target)
    return target.getvalue()


def supply(data: bytes, name: str, media_type: str = "application/pdf") -> Supply:
    """An asset."""
    return Supply(data, name, media_type, "0" * 64)


def joined(data: bytes, title: str, *, before: bool = False) -> Joined:
    """A part."""
    return Joined(Part("part", None, None, before, title), data, title)


def finished(raw: bytes, asked: Finishing, *parts: Joined, data: bytes = b"", **supplies: Supply) -> Finished:
    """The PDF with everything that is asked for."""
    extras = Extras(asked, supplies, parts, data)
    return finish(raw, options=PdfOptions(title="A & B"), created=None, document_id="one", extras=extras)


def opened(done: Finished, **options: Any) -> Pdf:
    """The finished PDF."""
    return pikepdf.open(BytesIO(done.pdf), **options)

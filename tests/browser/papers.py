"""Documents for readers: a line of text on each page, links, and as many bytes as a test wants to see loaded."""

from __future__ import annotations

import hashlib
import random
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from craftkit.lib.storage import from_settings
from renders.models import Render
from tests.factories import make_render, make_template

SIZE = (595, 842)
PROSE = "The tenant pays the rent on the first working day of each month, in advance and without deductions."


def pdf_of(pages: int, *, weight: int = 0) -> bytes:
    """A PDF with text on each page; `weight` bytes of noise a page make it as large as real ones with pictures.

    Page 1 links to the last page and to the web; page 7 has a word that no other has.
    """
    noise = random.Random(7)
    with pikepdf.new() as pdf:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=SIZE)
            page.obj.Resources = Dictionary(Font=Dictionary(F=font))
            page.obj.Contents = pdf.make_stream(words_of(number).encode("latin-1"))
            if weight:
                page.add_resource(picture(pdf, noise.randbytes(weight)), Name.XObject, Name.Noise)
                page.contents_add(b"q 120 0 0 120 72 72 cm /Noise Do Q")
        link(pdf, (72, 560, 300, 580), Dest=Array([pdf.pages[-1].obj, Name.Fit]))
        link(pdf, (72, 530, 300, 550), A=Dictionary(S=Name.URI, URI="https://rent.example/terms"))
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def words_of(number: int) -> str:
    """The drawing of a page: a heading, some lines, and on page 7 the word that is searched for."""
    lines = [f"{at}.{number} {PROSE}" for at in range(1, 9)]
    if number == 7:
        lines[4] = "7.7 The Zwiesel clause: a cat may live here."
    body = " ".join(f"({line}) Tj 0 -18 Td" for line in lines)
    return f"BT /F 24 Tf 72 740 Td (Page {number} of the lease) Tj /F 11 Tf 0 -32 Td {body} ET"


def picture(pdf: pikepdf.Pdf, noise: bytes) -> pikepdf.Object:
    """A grey picture that cannot be made smaller."""
    side = int(len(noise) ** 0.5)
    shape = Dictionary(Type=Name.XObject, Subtype=Name.Image, Width=side, Height=side)
    shape.ColorSpace, shape.BitsPerComponent = Name.DeviceGray, 8
    return pdf.make_stream(noise[: side * side], shape)


def link(pdf: pikepdf.Pdf, rect: tuple[int, int, int, int], **more: Any) -> None:
    """A link on the first page."""
    made = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array(rect), Border=Array([0, 0, 0])))
    for name, value in more.items():
        made[f"/{name}"] = value
    first = pdf.pages[0].obj
    first.Annots = Array([*first.get("/Annots", []), made])


def make_document(project: Any, *, pages: int = 4, weight: int = 0) -> Render:
    """A finished render of such a PDF."""
    data = pdf_of(pages, weight=weight)
    key = f"sharing/{pages}-{weight}.pdf"
    from_settings().put(key, data, content_type="application/pdf")
    return make_render(
        make_template(project),
        pdf_key=key,
        pdf_bytes=len(data),
        pdf_sha256=hashlib.sha256(data).hexdigest(),
        pages=pages,
        filename="lease.pdf",
    )

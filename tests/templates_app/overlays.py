"""Overlays in few words: bases made here, and fields with as little as a test must say."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

A4 = (595.276, 841.89)
ASSET = "0193c2c3-1111-7aaa-8bbb-000000000001"
Box = tuple[float, float, float, float]
# A page as (Rotate, crop box or None, content before the words).
Shape = tuple[int, Box | None, bytes]
PLAIN: Shape = (0, None, b"")
CROPPED: Box = (50, 60, 545, 782)


def base(*shapes: Shape, unit: float = 1) -> bytes:
    """A PDF of A4 pages which say `Base page N`; all share one dictionary of resources, kept above the pages."""
    pdf = Pdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for number, (turn, crop, before) in enumerate(shapes or (PLAIN,), start=1):
        page = pdf.add_blank_page(page_size=A4)
        words = b"BT /F1 14 Tf 90 400 Td (Base page %d) Tj ET 0.9 g 60 70 475 10 re f" % number
        page.obj.Contents = pdf.make_stream(before + words)
        page.obj.Rotate = turn
        if crop:
            page.obj.CropBox = Array(list(crop))
        if unit != 1:
            page.obj.UserUnit = unit
        del page.obj.Resources
    pdf.Root.Pages.Resources = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font)))
    out = io.BytesIO()
    pdf.save(out, static_id=True)
    return out.getvalue()


def field(type_: str, /, x: float = 20, y: float = 30, w: float = 60, h: float = 8, **members: Any) -> dict[str, Any]:
    """A field of an overlay."""
    return {"type": type_, "x": x, "y": y, "w": w, "h": h, **members}


def overlay(*fields: dict[str, Any], **envelope: Any) -> dict[str, Any]:
    """The content of a template."""
    return {"schema": 1, "kind": "pdf-overlay", "base": ASSET, "fields": list(fields), **envelope}


def contents_of(pdf: bytes) -> list[list[bytes]]:
    """The decoded content streams of each page."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            [part.read_bytes() for part in (held if isinstance(held, Array) else [held])]
            for held in (page.obj.Contents for page in opened.pages)
        ]

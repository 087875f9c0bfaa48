"""Pages of a PDF as pictures."""

from __future__ import annotations

import threading
from io import BytesIO

import pypdfium2

from craftkit.lib.errors import AppError

MAX_ASPECT = 4.0
# PDFium keeps global state and is not made for two threads at once.
_pdfium = threading.Lock()


class NotDrawable(AppError):
    """The PDF cannot be opened, or has no such page."""

    status = 422
    code = "not_drawable"
    message = "No picture can be made of this PDF."


def first_page(pdf: bytes, *, width: int) -> bytes:
    """The first page as PNG, `width` pixels wide."""
    return page_picture(pdf, number=0, width=width)


def page_picture(pdf: bytes, *, number: int, width: int) -> bytes:
    """Page `number` (from 0) as PNG, `width` pixels wide; a very tall page is drawn narrower. NotDrawable."""
    try:
        with _pdfium, pypdfium2.PdfDocument(pdf) as document:
            page = document[number]
            across, down = page.get_size()
            scale = min(width / across, width * MAX_ASPECT / down)
            image = page.render(scale=scale).to_pil()
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise NotDrawable from error
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()

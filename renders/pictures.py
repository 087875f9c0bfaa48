"""Pages of a PDF as pictures."""

from __future__ import annotations

import threading
from io import BytesIO

import pypdfium2
from django.utils.translation import gettext_noop
from PIL import Image

from craftkit.lib.errors import AppError

MAX_ASPECT = 4.0
# PDFium keeps global state and is not made for two threads at once.
_pdfium = threading.Lock()


class NotDrawable(AppError):
    """The PDF cannot be opened, or has no such page."""

    status = 422
    code = "not_drawable"
    message = gettext_noop("No picture can be made of this PDF.")


def first_page(pdf: bytes, *, width: int) -> bytes:
    """The first page as PNG, `width` pixels wide."""
    return page_picture(pdf, number=0, width=width)


def page_picture(pdf: bytes, *, number: int, width: int) -> bytes:
    """Page `number` (from 0) as PNG, `width` pixels wide; a very tall page is drawn narrower. NotDrawable."""
    out = BytesIO()
    page_image(pdf, number=number, width=width).save(out, "PNG", optimize=True)
    return out.getvalue()


def page_image(pdf: bytes, *, number: int, width: int) -> Image.Image:
    """Page `number` (from 0), `width` pixels wide; a very tall page is drawn narrower. NotDrawable."""
    try:
        with _pdfium, pypdfium2.PdfDocument(pdf) as document:
            return _drawn(document[number], width)
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise NotDrawable from error


def page_count(pdf: bytes) -> int:
    """How many pages there are. NotDrawable."""
    try:
        with _pdfium, pypdfium2.PdfDocument(pdf) as document:
            return len(document)
    except pypdfium2.PdfiumError as error:
        raise NotDrawable from error


def page_pictures(pdf: bytes, *, width: int) -> list[Image.Image]:
    """All pages, `width` pixels wide; a very tall one is drawn narrower. NotDrawable."""
    try:
        with _pdfium, pypdfium2.PdfDocument(pdf) as document:
            return [_drawn(page, width) for page in document]
    except pypdfium2.PdfiumError as error:
        raise NotDrawable from error


def page_texts(pdf: bytes) -> list[str]:
    """The text of every page, in the order in which it was written. NotDrawable."""
    try:
        with _pdfium, pypdfium2.PdfDocument(pdf) as document:
            return [page.get_textpage().get_text_bounded() for page in document]
    except pypdfium2.PdfiumError as error:
        raise NotDrawable from error


def _drawn(page: pypdfium2.PdfPage, width: int) -> Image.Image:
    across, down = page.get_size()
    picture: Image.Image = page.render(scale=min(width / across, width * MAX_ASPECT / down)).to_pil()
    return picture

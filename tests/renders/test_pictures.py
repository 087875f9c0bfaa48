"""Pages as pictures."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from renders.pictures import NotDrawable, first_page, page_picture


def document(*sizes: tuple[float, float]) -> bytes:
    """A PDF of empty pages of those sizes, in points."""
    with pikepdf.new() as pdf:
        for size in sizes:
            pdf.add_blank_page(page_size=size)
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def size_of(png: bytes) -> tuple[int, int]:
    """Pixels."""
    with Image.open(BytesIO(png)) as image:
        assert image.format == "PNG"
        return image.size


def test_the_first_page_is_as_wide_as_asked() -> None:
    assert size_of(first_page(document((200, 300)), width=100)) == (100, 150)


def test_any_page_can_be_drawn() -> None:
    assert size_of(page_picture(document((200, 300), (300, 150)), number=1, width=100)) == (100, 50)


def test_a_receipt_roll_does_not_become_a_giant() -> None:
    width, height = size_of(first_page(document((200, 14_000)), width=900))

    assert height <= 3600
    assert width < 100


@pytest.mark.parametrize("pdf", [b"", b"no PDF", b"%PDF-1.7 cut off"])
def test_what_is_no_pdf_is_not_drawable(pdf: bytes) -> None:
    with pytest.raises(NotDrawable):
        first_page(pdf, width=100)


def test_a_page_that_is_not_there_is_not_drawable() -> None:
    with pytest.raises(NotDrawable):
        page_picture(document((200, 300)), number=1, width=100)

"""What two PDFs show differently."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from renders.comparing import DESK, MARK, WIDTH, compare
from renders.pictures import NotDrawable


def pdf(*pages: str, height: float = 300) -> bytes:
    """A PDF of pages that say one line each."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    for words in pages:
        page = document.add_blank_page(page_size=(400, height))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.contents_add(f"BT /F 20 Tf 40 {height - 100} Td ({words}) Tj ET".encode())
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def test_equal_documents_are_the_same_whatever_their_bytes():
    found = compare(pdf("Total 10"), pdf("Total 10") + b"\n")

    assert found.is_same
    assert (found.old_pages, found.new_pages) == (1, 1)


def test_a_changed_word_is_framed_and_told_as_a_line():
    found = compare(pdf("Hello", "Total 10"), pdf("Hello", "Total 19"))

    [page] = found.pages
    assert page.number == 2
    assert 0 < page.share < 0.01
    [(left, top, right, bottom)] = page.regions
    assert 140 <= left <= right <= 210
    assert 110 <= top <= bottom <= 170
    assert found.text[-2:] == ("-2: Total 10", "+2: Total 19")
    assert not found.is_same


def test_the_picture_shows_old_new_and_the_mark():
    [page] = compare(pdf("Total 10"), pdf("Total 19")).pages

    picture = Image.open(BytesIO(page.picture)).convert("RGB")
    colours = {colour for _, colour in picture.getcolors(1_000_000)}  # type: ignore[union-attr]

    assert picture.width > 3 * WIDTH
    assert {DESK, MARK} <= colours


def test_pages_that_came_went_or_changed_their_size_are_different():
    added = compare(pdf("a"), pdf("a", "b"))
    blank = compare(pdf("a"), pdf("a", ""))
    taller = compare(pdf("", height=300), pdf("", height=320))

    assert [page.number for page in added.pages] == [2]
    assert [page.number for page in blank.pages] == [2]
    assert [page.number for page in taller.pages] == [1]
    assert compare(pdf("a", "b"), pdf("a")).pages[0].number == 2


def test_what_is_no_pdf_is_refused():
    with pytest.raises(NotDrawable):
        compare(b"no pdf", pdf("a"))

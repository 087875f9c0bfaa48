"""What pages show, on hand-made content."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from renders.glyphs import MISSING
from renders.shown import Picture, has_pictures, may_lack_glyphs, read_page

TABLE = b"beginbfrange <0041> <005A> <0041> endbfrange"


@pytest.fixture
def draw():
    """Makes a page with this content; F1 has capitals as two bytes each, F2 has no glyphs, Im 60 by 40 pixels."""
    with pikepdf.new() as pdf:

        def make(content: bytes, **forms: bytes) -> pikepdf.Page:
            fonts = Dictionary(
                F1=Dictionary(Subtype=Name.Type0, Encoding=Name("/Identity-H"), ToUnicode=pdf.make_stream(TABLE)),
                F2=Dictionary(Subtype=Name.Type1),
            )
            page = pdf.add_blank_page()
            page.Contents = pdf.make_stream(content)
            page.Resources = Dictionary(Font=fonts, XObject=Dictionary())
            if b"/Im" in content + b"".join(forms.values()):
                page.Resources.XObject.Im = pdf.make_stream(b"", Subtype=Name.Image, Width=60, Height=40)
            for name, stream in forms.items():
                page.Resources.XObject[f"/{name}"] = pdf.make_stream(
                    stream, Subtype=Name.Form, Resources=page.Resources
                )
            return page

        yield make


def text_of(page: pikepdf.Page) -> str:
    """What is read of the page, in one piece."""
    return "".join(read_page(page).text)


@pytest.mark.parametrize(
    "show",
    [
        b"<004100000042> Tj",
        b"[<0041> -20 <00000042>] TJ",
        b"<004100000042> '",
        b'1 2 <004100000042> "',
        b"(\\000A\\000\\000\\000B) Tj",
        b"(\x00A\x00\x00\x00B) Tj",
    ],
)
def test_glyph_0_is_found_however_text_is_shown(draw, show):
    page = draw(b"BT /F1 9 Tf " + show + b" ET")

    assert may_lack_glyphs(page.obj)
    assert text_of(page) == f"A{MISSING}B"


@pytest.mark.parametrize("show", [b"<00410042> Tj", b"<41000042> Tj", b"0.00001 0 Td <0041> Tj"])
def test_pages_without_it_are_told_by_their_bytes(draw, show):
    assert not may_lack_glyphs(draw(b"BT /F1 9 Tf " + show + b" ET").obj)


def test_zeros_in_another_font_are_no_glyph_0(draw):
    assert text_of(draw(b"BT /F2 9 Tf <0000> Tj ET")) == ""


def test_the_font_is_restored_with_the_state(draw):
    assert text_of(draw(b"q /F1 9 Tf q /F2 9 Tf <0000> Tj Q <0041> Tj Q <0042> Tj")) == "A"


def test_a_span_says_what_a_box_stands_for(draw):
    page = draw(b"/P <</MCID 0>> BDC /F1 9 Tf /Span <</ActualText <FEFF5B57>>> BDC <0000> Tj EMC <0000> Tj EMC")

    assert read_page(page).lost == ["字", ""]
    assert text_of(page).strip() == MISSING * 2


def test_forms_belong_to_the_page_that_draws_them(draw):
    page = draw(b"/Fm Do", Fm=b"BT /F1 9 Tf <0000> Tj ET", Unused=b"BT /F1 9 Tf <0000> Tj ET")

    assert may_lack_glyphs(page.obj)
    assert text_of(page) == MISSING


def test_a_form_that_draws_itself_comes_to_an_end(draw):
    page = draw(b"/Fm Do", Fm=b"/F1 9 Tf <0000> Tj /Fm Do")

    assert set(text_of(page)) == {MISSING}


@pytest.mark.parametrize(
    "content", [b"Q Q EMC Tf Tj Do", b"/F9 9 Tf <0000> Tj", b"/F1 9 Tf [ (A", b"/None Do \xff\x00"]
)
def test_broken_content_shows_nothing(draw, content):
    assert text_of(draw(content)) == ""


def test_a_page_without_content_shows_nothing():
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        del page.obj["/Contents"]

        assert not may_lack_glyphs(page.obj)


def test_a_picture_is_as_large_as_the_matrix_makes_it(draw):
    page = draw(b"q .5 0 0 .5 0 0 cm q 240 0 0 -80 10 10 cm /Im Do Q q 0 60 -40 0 0 0 cm /Im Do Q Q /Im Do")

    pictures = read_page(page).pictures

    assert has_pictures(page.obj)
    assert [picture.points for picture in pictures] == [(120, 40), (30, 20), (1, 1)]
    assert pictures[0].dpi == 36
    assert len({picture.number for picture in pictures}) == 1


def test_a_picture_in_a_form_is_stretched_by_both(draw):
    page = draw(b"2 0 0 2 0 0 cm /Fm Do", Fm=b"30 0 0 20 0 0 cm /Im Do")
    page.Resources.XObject.Fm.Matrix = Array([3, 0, 0, 3, 0, 0])

    assert [picture.points for picture in read_page(page).pictures] == [(180, 120)]


def test_a_picture_without_extent_is_not_coarse():
    assert Picture(1, (60, 40), (0, 0)).dpi > 1000


def test_text_is_left_out_where_all_characters_are_there(draw):
    assert read_page(draw(b"/F1 9 Tf <0041> Tj 9 0 0 9 0 0 cm /Im Do")).text == []

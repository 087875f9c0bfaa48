"""Warnings about finished PDFs, on hand-made ones."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from renders.inspection import MOST_WARNINGS, inspect


def make(*pages: bytes, pixels: tuple[int, int] = (60, 40)) -> bytes:
    """A PDF with these contents; F1 has capitals as two bytes each, Im is a picture."""
    with pikepdf.new() as pdf:
        table = pdf.make_stream(b"beginbfrange <0020> <005A> <0020> endbfrange")
        font = Dictionary(Subtype=Name.Type0, Encoding=Name("/Identity-H"), ToUnicode=table)
        image = pdf.make_stream(b"", Subtype=Name.Image, Width=pixels[0], Height=pixels[1])
        for content in pages:
            page = pdf.add_blank_page()
            page.Contents = pdf.make_stream(b"BT /F1 9 Tf " + content + b" ET")
            page.Resources = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(Im=image))
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def test_a_page_with_empty_boxes_is_named_with_what_is_before_them():
    warnings = inspect(make(b"<00410042> Tj", b"<00540045004C0020> Tj <0000> Tj <00420000> Tj"))

    assert [warning.as_json() for warning in warnings] == [
        {
            "code": "missing_glyph",
            "message": 'This page shows 2 empty boxes after "TEL": no font has the characters.',
            "page": 2,
        }
    ]


def test_characters_are_named_once_where_the_pdf_knows_them():
    box = b"/Span <</ActualText <FEFF%s>>> BDC <0000> Tj EMC "

    (warning,) = inspect(make(box % b"5B57" + box % b"E123" + box % b"5B57"))

    assert warning.message == "This page shows 3 empty boxes: no font has 字 (U+5B57), U+E123."


def test_only_some_characters_are_named():
    boxes = b"".join(b"/Span <</ActualText <FEFF4E%02X>>> BDC <0000> Tj EMC " % number for number in range(40))

    (warning,) = inspect(make(boxes))

    assert warning.message.count("U+") == 5


def test_there_are_not_more_warnings_than_anyone_reads():
    assert len(inspect(make(*[b"<0000> Tj"] * (MOST_WARNINGS + 5)))) == MOST_WARNINGS


@pytest.mark.parametrize("pages", [(), (b"<0041> Tj",) * 3])
def test_a_document_without_fault_gives_no_warning(pages):
    assert inspect(make(*pages)) == []


def test_a_coarse_picture_is_told_once_where_it_is_largest():
    small, large = b"30 0 0 20 0 0 cm /Im Do", b"226.8 0 0 151.2 0 0 cm /Im Do"

    (warning,) = inspect(make(small, large, small, large))

    assert warning.as_json() == {
        "code": "low_resolution",
        "message": "A picture of 60 by 40 pixels is printed 80 by 53 mm large, at 19 pixels an inch, and looks coarse; "
        "from 315 by 210 pixels on it would not.",
        "page": 2,
    }


@pytest.mark.parametrize(("points", "warnings"), [(43, 0), (44, 1)])
def test_a_hundred_pixels_an_inch_are_enough(points, warnings):
    assert len(inspect(make(b"%d 0 0 20 0 0 cm /Im Do" % points))) == warnings


@pytest.mark.parametrize("pixels", [(1, 1), (1, 500), (500, 2)])
def test_stretched_lines_and_colours_are_not_coarse(pixels):
    assert inspect(make(b"500 0 0 500 0 0 cm /Im Do", pixels=pixels)) == []


@pytest.mark.parametrize(
    ("scale", "told"), [(b"3.125", []), (b"3.12", []), (b"2.5", ["80%"]), (b"2.0833335", ["67%", "cut off"])]
)
def test_a_shrunk_document_is_told(scale, told):
    area = b"ET\nq\n237.5 237.5 2007.9 3035.4 re\nW* n\nq\n%s 0 0 %s 237.5 237.5 cm\nQ\nQ\nBT" % (scale, scale)

    messages = [warning.message for warning in inspect(make(b"", area))]

    assert len(messages) == bool(told)
    assert all(part in messages[0] for part in told)

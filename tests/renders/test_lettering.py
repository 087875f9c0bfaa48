"""Words as outlines."""

from __future__ import annotations

import pikepdf

from renders.lettering import OUTLINES, watermark_form


def drawn(text: str) -> bytes:
    """The operators of a watermark on an A4 page."""
    with pikepdf.new() as pdf:
        return watermark_form(pdf, text, width=595, height=842).read_bytes()


def test_each_letter_is_filled_once() -> None:
    assert drawn("TEST").count(b" f Q") == 4


def test_small_letters_and_accents_become_plain_capitals() -> None:
    assert drawn("entwürfe") == drawn("ENTWURFE")


def test_what_has_no_outline_is_left_out() -> None:
    assert drawn("T漢") == drawn("T")
    assert b" f Q" not in drawn("漢")


def test_every_letter_and_digit_has_an_outline() -> None:
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -.") == set(OUTLINES)
    assert all(outline.endswith("h") for letter, (_, outline) in OUTLINES.items() if letter != " ")

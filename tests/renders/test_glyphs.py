"""What codes of fonts show, on hand-made fonts."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from renders.glyphs import MISSING, UNKNOWN, Glyphs, read_table

TABLE = b"""1 begincodespacerange <0000> <FFFF> endcodespacerange
2 beginbfchar
<0041> <0061>
<16E1> <D83DDE00>
endbfchar
1 beginbfrange
<0510> <0512> <0031>
endbfrange"""


@pytest.fixture
def pdf():
    with pikepdf.new() as pdf:
        yield pdf


def test_a_table_gives_single_characters_pairs_and_ranges():
    assert read_table(TABLE) == {0x41: "a", 0x16E1: "😀", 0x510: "1", 0x511: "2", 0x512: "3"}


def test_ranges_that_list_their_characters_are_left_out():
    assert read_table(b"beginbfrange <01> <02> [<0061> <0062>] endbfrange") == {}


def test_two_bytes_are_a_glyph_of_an_identity_font(pdf):
    font = Dictionary(Subtype=Name.Type0, Encoding=Name("/Identity-H"), ToUnicode=pdf.make_stream(TABLE))

    assert list(Glyphs(font).read(b"\x00\x41\x00\x00\x05\x11\x41\x00")) == ["a", MISSING, "2", UNKNOWN]


def test_one_byte_is_a_glyph_of_a_drawn_font():
    encoding = Dictionary(Differences=Array([0, Name.g0, Name.g1]))

    assert list(Glyphs(Dictionary(Subtype=Name.Type3, Encoding=encoding)).read(b"\x01\x00")) == [UNKNOWN, MISSING]


@pytest.mark.parametrize(
    "font",
    [
        Dictionary(Subtype=Name.TrueType, Encoding=Name.WinAnsiEncoding),
        Dictionary(Subtype=Name.Type0, Encoding=Name("/UniJIS-UTF16-H")),
        Dictionary(Subtype=Name.Type3, Encoding=Dictionary(Differences=Array([0, Name.square]))),
        Dictionary(Subtype=Name.Type3, Encoding=Dictionary(Differences=Array([]))),
        Dictionary(),
    ],
)
def test_codes_of_other_fonts_say_nothing(font):
    assert list(Glyphs(font).read(b"\x00\x00")) == []

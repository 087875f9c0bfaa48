"""Glyphs: which characters the codes of a PDF's text stand for, and which codes show the empty box of glyph 0.

Browsers embed a font in one of two ways. Type 0 fonts with Identity encoding have two bytes a glyph, and the code is
the glyph. Type 3 fonts (colour emoji, PostScript outlines) have one byte, and the drawing of glyph 0 is named `g0`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pikepdf import Name, Object

MISSING = "\ufffd"
UNKNOWN = ""
IDENTITY = (Name("/Identity-H"), Name("/Identity-V"))
SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
HEX = re.compile(rb"<([0-9A-Fa-f]+)>")


class Glyphs:
    """The codes of one font: how many bytes each has, and what they show."""

    def __init__(self, font: Object) -> None:
        self.width = _code_width(font)
        self._font = font
        self._characters: dict[int, str] | None = None

    def read(self, text: bytes) -> Iterator[str]:
        """Character by character: MISSING for glyph 0, UNKNOWN for a glyph that says of no character it stands for.

        Nothing for a font of another kind: its codes say nothing about glyphs.
        """
        if not self.width:
            return
        for start in range(0, len(text), self.width):
            code = int.from_bytes(text[start : start + self.width])
            yield self._character(code) if code else MISSING

    def _character(self, code: int) -> str:
        if self._characters is None:
            table = self._font.get(Name.ToUnicode)
            self._characters = read_table(table.read_bytes()) if table is not None else {}
        return self._characters.get(code, UNKNOWN)


def _code_width(font: Object) -> int:
    """Bytes a code, 0 for fonts whose codes are not glyphs."""
    if font.get(Name.Subtype) == Name.Type0 and font.get(Name.Encoding) in IDENTITY:
        return 2
    return 1 if is_drawn(font) else 0


def is_drawn(font: Object) -> bool:
    """Whether it is one of the browser's Type 3 fonts, whose code 0 is glyph 0."""
    encoding = font.get(Name.Encoding)
    if font.get(Name.Subtype) != Name.Type3 or encoding is None or Name.Differences not in encoding:
        return False
    names = encoding.Differences
    return len(names) > 1 and names[0] == 0 and names[1] == Name.g0


def read_table(table: bytes) -> dict[int, str]:
    """Code to character, from a ToUnicode table; ranges that list their characters one by one are left out."""
    characters: dict[int, str] = {}
    for kind, section in SECTION.findall(table):
        numbers = HEX.findall(section)
        if kind == b"char":
            pairs = zip(numbers[::2], numbers[1::2], strict=False)
            characters.update((int(code, 16), _text(character)) for code, character in pairs)
        elif b"[" not in section:
            for first, last, character in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=False):
                characters.update(_range(int(first, 16), int(last, 16), character))
    return characters


def _range(first: int, last: int, character: bytes) -> Iterator[tuple[int, str]]:
    start, size = int(character, 16), len(character)
    for offset in range(min(last, 0xFFFF) - first + 1):
        yield first + offset, _text(b"%0*x" % (size, start + offset))


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode().zfill(4)).decode("utf-16-be", "replace")

"""The fonts that ship, and which characters each of them has."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / "static" / "fonts"
PLAIN, WRITTEN = "liberation/LiberationSans-Regular.ttf", "liberation/LiberationSerif-Italic.ttf"


@cache
def letters_of(place: str) -> dict[int, str]:
    """The characters that the font has, each with its glyph; its place is that below the fonts, or a whole path."""
    with TTFont(FONTS / place, lazy=True) as font:
        return dict(font.getBestCmap())


def missing(text: str, place: str = PLAIN) -> str:
    """The characters that the font does not have."""
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in letters_of(place)))

"""Letters: any short text as outlines that a PDF fills, so that nothing extracts it as text.

The outlines are those of Inter Bold, and of Liberation Sans Bold for what Inter lacks (static/fonts, SIL Open Font
License).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[2] / "static" / "fonts"
FACES = ("inter/Inter-Bold.ttf", "liberation/LiberationSans-Bold.ttf")
EM = 1000


class PathPen(BasePen):
    """Writes PDF path operators, in thousandths of an em."""

    def __init__(self, glyphs: Any, scale: float) -> None:
        super().__init__(glyphs)
        self.scale = scale
        self.drawn: list[str] = []

    def _write(self, operator: str, *points: tuple[float, float]) -> None:
        numbers = " ".join(f"{number * self.scale:.0f}" for point in points for number in point)
        self.drawn.append(f"{numbers} {operator}")

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self._write("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self._write("l", pt)

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:
        self._write("c", pt1, pt2, pt3)

    def _closePath(self) -> None:
        self.drawn.append("h")


def spell(text: str) -> tuple[str, float, str]:
    """PDF operators that fill the text from the origin on, its length, and the characters that no font has."""
    at, drawn, missing = 0.0, [], []
    for letter in text:
        found = _outline(letter)
        if found is None:
            missing.append(letter)
            continue
        advance, outline = found
        drawn.append(f"q 1 0 0 1 {at:.0f} 0 cm {outline} f Q" if outline else "")
        at += advance
    return " ".join(filter(None, drawn)), at, "".join(dict.fromkeys(missing))


@cache
def _face(place: str) -> tuple[TTFont, Any, dict[int, str]]:
    font = TTFont(FONTS / place, lazy=True)
    return font, font.getGlyphSet(), font.getBestCmap()


@cache
def _outline(letter: str) -> tuple[float, str] | None:
    """The advance and the path of a letter; None when no font has it."""
    for place in FACES:
        font, glyphs, names = _face(place)
        name = names.get(ord(letter))
        if name is None:
            continue
        scale = EM / font["head"].unitsPerEm
        pen = PathPen(glyphs, scale)
        glyphs[name].draw(pen)
        return glyphs[name].width * scale, " ".join(pen.drawn)
    return None

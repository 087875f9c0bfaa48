"""Lettering: how wide text will be, near enough to place it, and how to make it fit.

The widths are those of common sans and serif faces, on the generous side: a label may be shortened a little early, and
is never laid over another.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

NARROW, LOWER, DIGIT, UPPER, WIDE = 0.31, 0.57, 0.64, 0.72, 1.0
ELLIPSIS = "…"
# Wider than any drawing; what comes after is not worth the measuring.
MEASURED = 2000


@lru_cache(maxsize=4096)
def _advance(letter: str) -> float:
    """The width of a letter in ems."""
    if letter in "iljtfrI.,:;'|!()[] \xa0\u202f":
        return NARROW
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn"):
        return 0.0
    if unicodedata.east_asian_width(letter) in "WF":
        return WIDE
    if letter.isdigit() or letter in "-+\u2212":
        return DIGIT
    return UPPER if letter.isupper() or letter in "mw%@€" else LOWER


def width(text: str, size: float) -> float:
    """The width of a text in the unit of its font size."""
    return size * sum(map(_advance, text[:MEASURED]))


def shortened(text: str, room: float, size: float) -> str:
    """The text, or as much of its beginning as there is room for, with an ellipsis."""
    if width(text, size) <= room:
        return text
    left = room - size * UPPER
    kept = ""
    for letter in text:
        left -= size * _advance(letter)
        if left < 0:
            break
        kept += letter
    return kept.rstrip() + ELLIPSIS


def lines(text: str, room: float, size: float, count: int) -> list[str]:
    """The text on at most so many lines, broken between words; what does not fit is shortened."""
    found: list[str] = []
    rest = text.split()
    while rest and len(found) < count - 1:
        taken = 1
        while taken < len(rest) and width(" ".join(rest[: taken + 1]), size) <= room:
            taken += 1
        found.append(shortened(" ".join(rest[:taken]), room, size))
        rest = rest[taken:]
    return [*found, shortened(" ".join(rest), room, size)] if rest else found

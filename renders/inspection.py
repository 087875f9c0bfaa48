"""Inspection: what a finished PDF shows that nobody meant, found on its pages and told as warnings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count

import pikepdf
from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from renders.glyphs import MISSING
from renders.shown import Picture, Shown, read_page, scale_of
from templates_app.warnings import RenderWarning

MOST_WARNINGS = 20
NEARBY, NAMED = 24, 5
LEAST_DPI = 100
# A line or a single colour, stretched, is as sharp as any.
FEWEST_PIXELS = 3
# Rounding is not shrinking; below the smallest scale the browser cuts off what is still too wide.
UNSHRUNK, SMALLEST = 0.995, 0.67
MILLIMETRES = 25.4 / 72
SPACES = re.compile(r"\s+")
# By whether there is one box, and whether a text stands before it.
EMPTY = {
    (True, False): gettext_noop("This page shows an empty box: no font has {given}."),
    (True, True): gettext_noop('This page shows an empty box after "{before}": no font has {given}.'),
    (False, False): gettext_noop("This page shows {count} empty boxes: no font has {given}."),
    (False, True): gettext_noop('This page shows {count} empty boxes after "{before}": no font has {given}.'),
}
WIDE = gettext_noop("Something is wider than the page, so that the whole document is printed at {scale} of its size.")
TOO_WIDE = gettext_noop(
    "Something is wider than the page, so that the whole document is printed at {scale} of its size; what is wider "
    "still is cut off."
)


@dataclass(frozen=True, slots=True)
class Boxes:
    """Empty boxes on a page (from 1): how many, for which characters as far as known, and the text before the first."""

    page: int
    count: int
    characters: str
    before: str


def inspect(data: bytes, *, numbers: Sequence[int] = ()) -> list[RenderWarning]:
    """What to tell about a finished PDF, at most MOST_WARNINGS of a kind; `numbers` are its pages', if not from 1."""
    with pikepdf.open(BytesIO(data)) as pdf:
        pages = [(number, read_page(page)) for number, page in zip(numbers or count(1), pdf.pages, strict=False)]
        scale = next(filter(None, map(scale_of, pdf.pages)), 1.0)
    boxes = [found for number, shown in pages for found in _boxes(number, shown)]
    return [
        *_text_overflow(scale),
        *map(_missing_glyph, boxes[:MOST_WARNINGS]),
        *(_low_resolution(number, picture) for number, picture in coarsest(pages)[:MOST_WARNINGS]),
    ]


def coarsest(pages: Iterable[tuple[int, Shown]]) -> list[tuple[int, Picture]]:
    """The pictures under LEAST_DPI, each once, where it is printed largest, with the page."""
    worst: dict[int, tuple[int, Picture]] = {}
    for number, shown in pages:
        for picture in shown.pictures:
            known = worst.get(picture.number)
            if min(picture.pixels) >= FEWEST_PIXELS and (known is None or picture.dpi < known[1].dpi):
                worst[picture.number] = (number, picture)
    return [found for found in worst.values() if round(found[1].dpi) < LEAST_DPI]


def _boxes(number: int, shown: Shown) -> list[Boxes]:
    text = "".join(shown.text)
    if MISSING not in text:
        return []
    before = SPACES.sub(" ", text.partition(MISSING)[0]).strip()[-NEARBY:].strip()
    return [Boxes(number, text.count(MISSING), "".join(dict.fromkeys("".join(shown.lost))), before)]


def _missing_glyph(boxes: Boxes) -> RenderWarning:
    which = ", ".join(map(_name, boxes.characters[:NAMED])) or filled("the characters")
    given = {"count": boxes.count, "before": boxes.before, "given": which}
    message = EMPTY[boxes.count == 1, bool(boxes.before)]
    return RenderWarning("missing_glyph", filled(message, **given), page=boxes.page)


def _text_overflow(scale: float) -> Iterator[RenderWarning]:
    if scale >= UNSHRUNK:
        return
    message = TOO_WIDE if scale <= SMALLEST else WIDE
    yield RenderWarning("text_overflow", filled(message, scale=f"{scale:.0%}"))


def _low_resolution(page: int, picture: Picture) -> RenderWarning:
    width, height = picture.pixels
    across, down = (round(side * MILLIMETRES) for side in picture.points)
    least, lowest = (f"{side * LEAST_DPI / 72:.0f}" for side in picture.points)
    message = filled(
        "A picture of {width} by {height} pixels is printed {across} by {down} mm large, at {dpi} pixels an inch, "
        "and looks coarse; from {least} by {lowest} pixels on it would not.",
        width=width,
        height=height,
        across=across,
        down=down,
        dpi=f"{picture.dpi:.0f}",
        least=least,
        lowest=lowest,
    )
    return RenderWarning("low_resolution", message, page=page)


def _name(character: str) -> str:
    number = f"U+{ord(character):04X}"
    return f"{character} ({number})" if character.isprintable() and character != MISSING else number

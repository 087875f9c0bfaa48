"""Clipping: tells of words that boxes of hand-written pages cut off, and of headers and footers without room."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from renders.chromium import Printed
from renders.chromium.clip import NAMED, Clipped
from renders.chromium.grow import Tight
from renders.pictures import page_texts
from templates_app.warnings import RenderWarning

START = 24
# By whether there are more words, and whether something is shown before them.
SAID = {
    (False, False): gettext_noop('A box is too small for its text: "{words}" cut off.'),
    (False, True): gettext_noop('A box is too small for its text: "{words}" cut off after "{before}".'),
    (True, False): gettext_noop('A box is too small for its text: "{words}" and {count} more words cut off.'),
    (True, True): gettext_noop(
        'A box is too small for its text: "{words}" and {count} more words cut off after "{before}".'
    ),
}

# By the side, and by whether it is too wide rather than too tall.
TIGHT = {
    ("top", True): gettext_noop(
        "The header lacks {lacking} mm of width: what it shows overlaps or is cut off. Shorten its text, or make its "
        "picture narrower."
    ),
    ("bottom", True): gettext_noop(
        "The footer lacks {lacking} mm of width: what it shows overlaps or is cut off. Shorten its text, or make its "
        "picture narrower."
    ),
    ("top", False): gettext_noop(
        "The header lacks {lacking} mm of height, and the page has no room for a larger margin. Use fewer lines, or a "
        "smaller picture."
    ),
    ("bottom", False): gettext_noop(
        "The footer lacks {lacking} mm of height, and the page has no room for a larger margin. Use fewer lines, or a "
        "smaller picture."
    ),
}


def with_clipped(printed: Printed) -> Printed:
    """The print with a warning for each box that hides words, and for headers and footers that do not fit."""
    if not printed.clipped and not printed.tight:
        return printed
    pages = ["".join(text.split()) for text in page_texts(printed.pdf)] if printed.clipped else []
    found = (*(_warning(box, pages) for box in printed.clipped), *_of_bands(printed.tight))
    return replace(printed, noticed=(*printed.noticed, *found))


def _of_bands(tight: tuple[Tight, ...]) -> list[RenderWarning]:
    """Each header and footer once for the first page, which has one of its own, and once for all the others."""
    worst: dict[tuple[str, bool, bool], float] = {}
    for band in tight:
        key = band.side, band.is_wide, band.is_first
        worst[key] = max(worst.get(key, 0.0), band.lacking)
    return [
        RenderWarning(
            "text_overflow", filled(TIGHT[side, is_wide], lacking=f"{lacking:.0f}"), page=1 if is_first else None
        )
        for (side, is_wide, is_first), lacking in worst.items()
        if not is_first or worst.get((side, is_wide, False)) != lacking
    ]


def _warning(box: Clipped, pages: list[str]) -> RenderWarning:
    given = {"words": box.words, "count": box.count - NAMED, "before": box.shown}
    message = SAID[box.count > NAMED, bool(box.shown)]
    return RenderWarning("text_overflow", filled(message, **given), page=_page_of(box, pages))


def _page_of(box: Clipped, pages: list[str]) -> int | None:
    """The first page that has what the box shows; a box that shows nothing could be on any."""
    start = "".join(box.shown.split())[:START]
    return next((number for number, text in enumerate(pages, start=1) if start and start in text), None)

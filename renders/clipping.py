"""Clipping: tells of words that the boxes of a hand-written page cut off, with the page that they are missing from."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from renders.chromium import Printed
from renders.chromium.clip import NAMED, Clipped
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


def with_clipped(printed: Printed) -> Printed:
    """The print with a warning for each box that hides words."""
    if not printed.clipped:
        return printed
    pages = ["".join(text.split()) for text in page_texts(printed.pdf)]
    return replace(printed, noticed=(*printed.noticed, *(_warning(box, pages) for box in printed.clipped)))


def _warning(box: Clipped, pages: list[str]) -> RenderWarning:
    given = {"words": box.words, "count": box.count - NAMED, "before": box.shown}
    message = SAID[box.count > NAMED, bool(box.shown)]
    return RenderWarning("text_overflow", filled(message, **given), page=_page_of(box, pages))


def _page_of(box: Clipped, pages: list[str]) -> int | None:
    """The first page that has what the box shows; a box that shows nothing could be on any."""
    start = "".join(box.shown.split())[:START]
    return next((number for number, text in enumerate(pages, start=1) if start and start in text), None)

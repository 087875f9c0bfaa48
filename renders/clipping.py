"""Clipping: tells of words that the boxes of a hand-written page cut off, with the page that they are missing from."""

from __future__ import annotations

from dataclasses import replace

from renders.chromium import Printed
from renders.chromium.clip import NAMED, Clipped
from renders.pictures import page_texts
from templates_app.warnings import RenderWarning

START = 24


def with_clipped(printed: Printed) -> Printed:
    """The print with a warning for each box that hides words."""
    if not printed.clipped:
        return printed
    pages = ["".join(text.split()) for text in page_texts(printed.pdf)]
    return replace(printed, noticed=(*printed.noticed, *(_warning(box, pages) for box in printed.clipped)))


def _warning(box: Clipped, pages: list[str]) -> RenderWarning:
    more = f" and {box.count - NAMED} more words" if box.count > NAMED else ""
    after = f' after "{box.shown}"' if box.shown else ""
    message = f'A box is too small for its text: "{box.words}"{more} cut off{after}.'
    return RenderWarning("text_overflow", message, page=_page_of(box, pages))


def _page_of(box: Clipped, pages: list[str]) -> int | None:
    """The first page that has what the box shows; a box that shows nothing could be on any."""
    start = "".join(box.shown.split())[:START]
    return next((number for number, text in enumerate(pages, start=1) if start and start in text), None)

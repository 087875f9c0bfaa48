"""Hostile words on paper: every one is printed as it was sent, and nothing that it says is done."""

from __future__ import annotations

import pytest

from renders.chromium import Lane
from renders.options import PdfOptions
from renders.pdf import finish
from tests.browser.printing.canary import Canary
from tests.browser.printing.conftest import text_of
from tests.templates_app.sinks import SINKS
from tests.templates_app.test_compiler_sinks import STRINGS, page_of

pytestmark = pytest.mark.browser
HANDFUL = ("script", "closing", "attributes", "own language", "entities")
PLACES = ("paragraph", "heading", "table", "chart", "fallback", "header", "footer", "overlay", "html text", "html list")


def letters(text: str) -> str:
    """Text without blanks and line breaks, which paper sets as it likes."""
    return "".join(text.split())


@pytest.mark.parametrize("name", HANDFUL)
def test_hostile_words_are_printed_and_not_done(lane: Lane, name: str) -> None:
    with Canary() as canary:
        words = STRINGS[name].replace("x.example", f"127.0.0.1:{canary.port}")
        for place in PLACES:
            printed = lane.print(page_of(SINKS[place](words)).html, tenant="acme", options=PdfOptions())

            # A chart has no room for more than the beginning, and prints it turned.
            wanted = letters(words)[:6] if place == "chart" else letters(words)
            assert wanted in letters(text_of(printed.pdf)), place
            assert printed.blocked == (), place
        assert (canary.connections, canary.datagrams) == (0, 0)


@pytest.mark.parametrize("name", HANDFUL)
def test_hostile_titles_are_the_title_and_no_more(lane: Lane, name: str) -> None:
    page = page_of(SINKS["heading"](STRINGS[name]))
    options = PdfOptions(title=page.title)

    finished = finish(
        lane.print(page.html, tenant="acme", options=options).pdf, options=options, created=None, document_id="a"
    )

    assert letters(page.title) == letters(STRINGS[name])[: len(letters(page.title))]
    assert b"/JavaScript" not in finished.pdf
    assert b"/OpenAction" not in finished.pdf

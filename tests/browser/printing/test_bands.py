"""Headers and footers that are larger than their margins, looked at in the print."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from renders.chromium import Lane, Printed
from renders.clipping import with_clipped
from renders.options import Asset, PdfOptions
from tests.templates_app.documents import Node, block, compiled, document, line, text

pytestmark = pytest.mark.browser
LOGO = "http://render.invalid/logo.png"
MM = 72 / 25.4
ADDRESS = [part for number in range(9) for part in (text(f"Line{number}"), block("hardBreak"))]


def printed_with(lane: Lane, **envelope: Any) -> Printed:
    """A document of some words, with bands."""
    picture = BytesIO()
    Image.new("RGB", (300, 300), "red").save(picture, "PNG")
    content = document(line(text("First")), block("pageBreak"), line(text("Second")), **envelope)
    page = compiled(content, {"logo": "https://example.com/x.png"}, images={"https://example.com/x.png": LOGO})
    assets = {LOGO: Asset(picture.getvalue(), "image/png")}
    return with_clipped(lane.print(page.html, tenant="acme", options=PdfOptions(), assets=assets))


def tops(pdf: bytes, words: str) -> list[float]:
    """Millimetres from the top of the page to words, on each page that shows them."""
    found = []
    with pypdfium2.PdfDocument(pdf) as pages:
        for page in pages:
            texts = page.get_textpage()
            letters = [(at, letter) for at, letter in enumerate(texts.get_text_range()) if not letter.isspace()]
            at = "".join(letter for _, letter in letters).find(words)
            if at >= 0:
                found.append((page.get_height() - texts.get_charbox(letters[at][0])[3]) / MM)
    return found


def band(**slots: list[Node]) -> Node:
    """The same on every page."""
    return {"default": slots}


def test_what_fits_leaves_the_margin_alone(lane: Lane) -> None:
    printed = printed_with(lane, header=band(left=[text("Acme")]), footer=band(right=[text("Page")]))

    assert printed.noticed == ()
    assert all(20 < top < 24 for top in (*tops(printed.pdf, "First"), *tops(printed.pdf, "Second")))


def test_a_margin_grows_with_a_tall_header(lane: Lane) -> None:
    printed = printed_with(lane, header=band(left=ADDRESS, right=[text("Page")]))

    assert printed.noticed == ()
    assert 4 < tops(printed.pdf, "Line0")[0] < tops(printed.pdf, "Line8")[0] < tops(printed.pdf, "First")[0] - 4
    assert tops(printed.pdf, "Second")[0] == pytest.approx(tops(printed.pdf, "First")[0], abs=1)


def test_a_margin_grows_with_a_tall_footer(lane: Lane) -> None:
    printed = printed_with(lane, footer=band(center=ADDRESS))

    assert printed.noticed == ()
    assert all(last < 297 - 5 for last in tops(printed.pdf, "Line8"))


def test_only_the_first_page_grows_with_its_own_header(lane: Lane) -> None:
    logo = block("image", bind="logo", width=60)
    printed = printed_with(lane, header={"default": {"left": [text("Acme")]}, "first": {"right": [logo]}})

    assert printed.noticed == ()
    assert tops(printed.pdf, "First")[0] > 70
    assert tops(printed.pdf, "Second")[0] < 24


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ({"left": [text("x" * 200)], "right": [text("Page")]}, "mm of width"),
        ({"left": [block("image", bind="logo", width=190)]}, "mm of width"),
        ({"left": [text("word " * 4000)]}, "mm of height"),
    ],
)
def test_what_cannot_fit_is_told(lane: Lane, slots: Node, words: str) -> None:
    found = printed_with(lane, header=band(**slots)).noticed

    assert found
    assert {warning.code for warning in found} == {"text_overflow"}
    assert found[0].message.startswith("The header lacks ")
    assert any(words in warning.message for warning in found)

"""Words that boxes cut off, found as they are on paper."""

from __future__ import annotations

import pytest

from renders.chromium import Lane
from renders.clipping import with_clipped
from renders.options import PdfOptions
from tests.templates_app.documents import compiled, source

pytestmark = pytest.mark.browser
WORDS = "One two three four five six seven eight nine ten eleven twelve"


def warnings_of(lane: Lane, html: str, css: str, **values: object) -> list[tuple[str, int | None]]:
    """What is said of a page written by hand."""
    page = compiled(source(html, css), values)
    printed = lane.print(page.html, tenant="acme", options=PdfOptions(), fresh=True, room=page.room)
    found = with_clipped(printed).noticed
    assert {warning.code for warning in found} <= {"text_overflow"}
    return [(warning.message, warning.page) for warning in found]


@pytest.mark.parametrize(
    "css",
    [
        "div{height:1.2em;width:30mm;line-height:1.2;overflow:hidden}",
        "div{max-height:1.2em;width:30mm;line-height:1.2;overflow:clip}",
        "div{width:30mm;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}",
        "div{width:30mm;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:1;overflow:hidden}",
        "div{width:17.65%;height:1.2em;line-height:1.2;overflow:hidden}",
        "@media print{div{height:1.2em;width:30mm;line-height:1.2;overflow:hidden}}",
    ],
)
def test_words_that_a_box_hides_are_named(lane: Lane, css: str) -> None:
    html = '<p style="break-after:page">First page</p><div>{{words}}</div>'

    [(message, page)] = warnings_of(lane, html, "div{font-size:12pt}" + css, words=WORDS)

    assert message.startswith('A box is too small for its text: "')
    assert "eight nine" in message
    assert 'after "One two' in message
    assert page == 2


@pytest.mark.parametrize(
    "css",
    [
        "div{overflow:hidden}",
        "div{height:1.2em;line-height:1.2;overflow:hidden}",
        "div{height:1px;width:1px;overflow:hidden}",
        "div{height:1em;width:30mm}",
        "@media screen{div{height:1em;width:30mm;overflow:hidden}}",
        "div{height:.95em;line-height:1;overflow:hidden}",
        "div{width:100%;white-space:nowrap;overflow:hidden}",
    ],
)
def test_boxes_that_hide_nothing_or_mean_to_are_left_alone(lane: Lane, css: str) -> None:
    assert warnings_of(lane, "<div>{{words}}</div>", "div{font-size:12pt}" + css, words=WORDS) == []


def test_names_of_elements_do_not_blind_it(lane: Lane) -> None:
    html = '<img name="body" src="data:image/png;base64,iVBORw0KGgo="><img name="querySelectorAll"><div>{{words}}</div>'
    page = "<body>" + html.replace("{{words}}", WORDS) + "<style>div{height:1.2em;width:30mm;overflow:hidden}</style>"

    printed = lane.print(page, tenant="acme", options=PdfOptions(), fresh=True, room=170)

    assert len(printed.clipped) == 1


def test_looking_does_not_change_the_print(lane: Lane) -> None:
    page = compiled(source("<div>{{words}}</div>", "div{width:50vw;overflow:hidden}"), {"words": WORDS * 20})

    looked, plain = (
        lane.print(page.html, tenant="acme", options=PdfOptions(), fresh=True, room=room).pdf
        for room in (page.room, None)
    )

    assert len(looked) == len(plain)

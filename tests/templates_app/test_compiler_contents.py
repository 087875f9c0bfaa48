"""The table of contents: which headings it lists, their anchors, and the numbers that it is given."""

from __future__ import annotations

import re

import pytest

from templates_app.document import InvalidDocument, check_document
from tests.templates_app.documents import block, body_of, chip, compiled, document, line, printed, source, text

HOSTILE = "<script>alert(1)</script> <!--ck-toc-1-3--> </h1>"


def heading(level: int, *content: dict, **attrs) -> dict:
    """A heading."""
    return block("heading", *content, level=level, **attrs)


DOCUMENT = document(
    heading(1, text("Report")),
    block("toc", **{"from": 2, "to": 3}),
    heading(2, text("One "), text("bold", "bold"), text("ly")),
    heading(3, chip("name")),
    heading(4, text("Too deep")),
    heading(2),
    block("loop", heading(2, chip("parts[].title"), id="part"), each="parts"),
)
VALUES = {"name": HOSTILE, "parts": [{"title": "First"}, {"title": "Second\nline"}]}


def lines(html: str) -> list[tuple[str, str, str, str]]:
    """Level, anchor, words and page of every line."""
    pattern = r'ck-toc-line ck-toc-(\d)" href="#(.*?)"><span class="ck-toc-text">(.*?)</span>.*?ck-toc-page">(.*?)<'
    return re.findall(pattern, html)


def test_it_lists_the_headings_that_were_printed_with_their_level():
    html = printed(DOCUMENT, VALUES)

    assert [(level, words) for level, _, words, _ in lines(html)] == [
        ("1", "One boldly"),
        ("2", "&lt;script&gt;alert(1)&lt;/script&gt; &lt;!--ck-toc-1-3--&gt; &lt;/h1&gt;"),
        ("1", "First"),
        ("1", "Second line"),
    ]
    assert "<!--" not in html


def test_its_lines_lead_to_headings_each_with_an_anchor_of_its_own():
    page = compiled(DOCUMENT, VALUES)
    html = body_of(page.html)

    anchors = re.findall(r'<h\d[^>]* id="(.*?)"', html)
    assert len(set(anchors)) == len(anchors) == 7
    assert {anchor for _, anchor, _, _ in lines(html)} < set(anchors)
    assert set(page.anchors) < set(anchors)
    assert html.count('<span id="part"></span>') == 2


def test_it_shows_the_pages_it_is_told_and_blanks_for_others():
    blank = compiled(DOCUMENT, VALUES)
    known = compiled(DOCUMENT, VALUES, pages={blank.anchors[1]: 3, blank.anchors[-1]: 12})

    assert [number for *_, number in lines(blank.html)] == ["", "", "", ""]
    assert [number for *_, number in lines(known.html)] == ["3", "", "", "12"]


def test_it_leaves_out_the_heading_right_above_it():
    content = document(heading(2, text("Contents")), block("toc"), heading(2, text("A")), block("toc"))

    assert [words for _, _, words, _ in lines(printed(content))] == ["A", "Contents"]


def test_without_it_headings_keep_their_own_anchor():
    page = compiled(document(heading(1, text("A"), id="top")))

    assert body_of(page.html) == '<h1 id="top">A</h1>'
    assert page.anchors == ()


def test_without_headings_it_prints_nothing():
    assert printed(document(block("toc"), line(text("x")))) == "<p>x</p>"


def test_hand_written_sources_have_none():
    html = source('<h1 id="ck-h-1">A</h1><!--ck-toc-1-3-->')

    assert "ck-toc-line" not in body_of(compiled(html).html)


@pytest.mark.parametrize("attrs", [{"from": 0}, {"to": 5}, {"from": 3, "to": 2}, {"from": 4}])
def test_levels_are_checked(attrs):
    with pytest.raises(InvalidDocument):
        check_document(document(block("toc", **attrs)))

"""Documents on paper: sections, feet of tables, tables of contents and fields for signers, as a real browser prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pypdfium2
import pytest

from renders.chromium import Lane, Printed
from renders.contents import pages_of, print_settled
from renders.options import PdfOptions
from renders.pdf import Finished, finish
from renders.places import find_fields
from templates_app.compiler import Compiled, compile_document
from templates_app.document import check_document, derive_manifest
from tests.templates_app.documents import block, chip, document, line, row, text

pytestmark = pytest.mark.browser
MM = 72 / 25.4
FILLER = [line(text("Words that fill the page. " * 40)) for _ in range(9)]


def heading(words: str) -> dict[str, Any]:
    """A heading of level 2."""
    return block("heading", text(words), level=2)


def make(lane: Lane, content: dict[str, Any], values: dict[str, Any] | None = None) -> tuple[Finished, Compiled, int]:
    """The finished PDF, its page, and how often it was printed."""
    check_document(content)
    manifest, prints = derive_manifest(content), 0

    def lay_out(pages: Mapping[str, int]) -> Compiled:
        return compile_document(content, manifest, values or {}, locale="en", pages=pages)

    def press(page: Compiled) -> Printed:
        nonlocal prints
        prints += 1
        return lane.print(page.html, tenant="acme", options=PdfOptions(title=page.title))

    page, printed = print_settled(lay_out({}), lay_out, press)
    return finish(printed.pdf, options=PdfOptions(), created=None, document_id="a"), page, prints


def read(pdf: bytes) -> list[tuple[int, int, str]]:
    """Width and height in mm, and the words, of every page."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [
            (round(page.get_width() / MM), round(page.get_height() / MM), page.get_textpage().get_text_bounded())
            for page in opened
        ]


def test_sections_have_pages_of_their_own_and_leave_none_blank(lane: Lane) -> None:
    content = document(
        block("section", line(text("first")), orientation="landscape"),
        line(text("between")),
        block("section", line(text("second")), orientation="landscape"),
        block("section", line(text("third")), orientation="landscape"),
        block("loop", block("section", line(chip("labels[].name")), size="A6"), each="labels"),
        footer={"default": {"left": [text("foot")]}},
    )

    finished, *_ = make(lane, content, {"labels": [{"name": "one"}, {"name": "two"}]})

    shapes = [(width, height, *sorted(words.split())) for width, height, words in read(finished.pdf)]
    assert shapes == [
        (297, 210, "first", "foot"),
        (210, 297, "between", "foot"),
        (297, 210, "foot", "second"),
        (297, 210, "foot", "third"),
        (105, 148, "foot", "one"),
        (105, 148, "foot", "two"),
    ]


def test_heads_repeat_and_feet_stand_once_unless_they_repeat_too(lane: Lane) -> None:
    head = block("tableRow", block("tableHeader", line(text("Head"))))
    rows = row(chip("items[].name"), repeat="items")
    foot = row(text("Foot"), footer=True)
    values = {"items": [{"name": f"item {number}"} for number in range(100)]}

    once, *_ = make(lane, document(block("table", head, foot, rows)), values)
    often, *_ = make(lane, document(block("table", head, foot, rows, repeatFooter=True)), values)

    texts = [words for *_, words in read(once.pdf)]
    assert all("Head" in words for words in texts)
    assert [words.count("Foot") for words in texts] == [0] * (len(texts) - 1) + [1]
    assert all("Foot" in words for *_, words in read(often.pdf))


def test_the_table_of_contents_tells_where_headings_stand(lane: Lane) -> None:
    chapters = [node for name in ("Alpha", "Beta", "Gamma") for node in (heading(name), *FILLER)]
    wide = block("section", heading("Annex"), orientation="landscape")

    finished, page, prints = make(lane, document(heading("Contents"), block("toc"), *chapters, wide))

    pages = [words for *_, words in read(finished.pdf)]
    lines = pages[0].replace("\r", "").split("Words that")[0].split()
    told = dict(zip(lines[1:9:2], map(int, lines[2:9:2]), strict=True))
    assert told == {
        name: max(number for number, words in enumerate(pages, start=1) if name in words)
        for name in ("Alpha", "Beta", "Gamma", "Annex")
    } | {"Alpha": 1}
    assert told["Annex"] == len(pages) > told["Gamma"] > told["Beta"]
    assert set(pages_of(finished.pdf, page.anchors)) == set(page.anchors[1:])
    assert prints == 2


def test_fields_are_found_where_they_were_printed(lane: Lane) -> None:
    signature = block("signatureField", fieldId="client-1", label="Client", width=70, height=20)
    content = document(
        line(text("x")), block("pageBreak"), line(signature, block("signatureField", fieldId="ok", kind="checkbox"))
    )

    finished, *_ = make(lane, content)

    first, second = find_fields(finished.pdf)
    assert [(field.field_id, field.page) for field in (first, second)] == [("client-1", 2), ("ok", 2)]
    assert (first.right - first.left) / MM == pytest.approx(70, abs=0.5)
    assert (first.top - first.bottom) / MM == pytest.approx(20, abs=0.5)
    assert first.left / MM == pytest.approx(20, abs=0.5)
    assert (297 - first.top / MM) == pytest.approx(21, abs=1.5)
    assert "Client" in read(finished.pdf)[1][2]


def test_blocks_that_are_kept_together_do_not_break(lane: Lane) -> None:
    kept = block("keepTogether", *(line(text(f"kept {number}")) for number in range(12)))

    finished, *_ = make(lane, document(*[line(text("filler"))] * 32, kept))

    assert [words.count("kept") for *_, words in read(finished.pdf)] == [0, 12]

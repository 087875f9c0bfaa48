"""Printing until the table of contents is right, with a printer that puts headings where the test says."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from renders.chromium import Printed
from renders.contents import ContentsUnsettled, pages_of, print_settled
from templates_app.compiler import Compiled

ANCHORS = ("ck-h-1", "ck-h-2")


def pdf(pages: Mapping[str, int]) -> bytes:
    """A PDF with these targets of links, as browsers write them."""
    with pikepdf.new() as document:
        for _ in range(9):
            document.add_blank_page()
        targets = {f"/{name}": Array([document.pages[page - 1].obj, Name.XYZ, 0, 0, 0]) for name, page in pages.items()}
        document.Root.Dests = Dictionary(targets)
        out = BytesIO()
        document.save(out)
    return out.getvalue()


class Press:
    """Prints what it is told, in turn, and remembers how the document was laid out."""

    def __init__(self, *prints: Mapping[str, int], anchors: tuple[str, ...] = ANCHORS) -> None:
        self.prints = list(prints)
        self.anchors = anchors
        self.laid_out: list[dict[str, int]] = []

    def lay_out(self, pages: Mapping[str, int]) -> Compiled:
        self.laid_out.append(dict(pages))
        return Compiled("", [], "", "en", self.anchors)

    def __call__(self, page: Compiled) -> Printed:
        return Printed(pdf(self.prints.pop(0)), ())


def test_a_document_without_contents_is_printed_once():
    press = Press({}, anchors=())

    print_settled(press.lay_out({}), press.lay_out, press)

    assert (press.laid_out, press.prints) == ([{}], [])


def test_numbers_are_filled_in_and_found_true():
    press = Press({"ck-h-1": 2, "ck-h-2": 4}, {"ck-h-1": 2, "ck-h-2": 4})

    _, printed = print_settled(press.lay_out({}), press.lay_out, press)

    assert press.laid_out == [{}, {"ck-h-1": 2, "ck-h-2": 4}]
    assert pages_of(printed.pdf, ANCHORS) == press.laid_out[-1]


def test_headings_that_move_are_followed_once():
    press = Press({"ck-h-1": 2}, {"ck-h-1": 3}, {"ck-h-1": 3})

    print_settled(press.lay_out({}), press.lay_out, press)

    assert press.laid_out == [{}, {"ck-h-1": 2}, {"ck-h-1": 3}]


def test_headings_that_never_settle_fail_the_render():
    press = Press({"ck-h-1": 2}, {"ck-h-1": 3}, {"ck-h-1": 2})

    with pytest.raises(ContentsUnsettled):
        print_settled(press.lay_out({}), press.lay_out, press)


def test_other_targets_are_left_alone():
    assert pages_of(pdf({"top": 1, "ck-h-2": 7}), ANCHORS) == {"ck-h-2": 7}

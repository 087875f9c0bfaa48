"""Copies arranged for reading: the first page first, and no page behind all the others."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from sharing.marking import linearised


def paper(pages: int) -> bytes:
    with pikepdf.new() as pdf:
        for number in range(pages):
            pdf.add_blank_page(page_size=(200 + number, 300))
        pdf.Root.Pages.Resources = Dictionary(Font=Dictionary())
        out = BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def leaves_at(node: pikepdf.Object) -> list[int]:
    """How many pages hang at each node that has any."""
    kids = list(node.Kids)
    if kids[0].Type == Name.Page:
        return [len(kids)]
    return [count for kid in kids for count in leaves_at(kid)]


@pytest.mark.parametrize("pages", [1, 2, 3, 8, 101])
def test_all_pages_stay_in_order_and_none_is_behind_many_others(pages):
    with pikepdf.open(BytesIO(linearised(paper(pages)))) as pdf:
        assert pdf.is_linearized
        assert max(leaves_at(pdf.Root.Pages)) <= 2
        assert pdf.Root.Pages.Count == pages
        assert [page.mediabox[2] for page in pdf.pages] == [200 + number for number in range(pages)]
        assert all(Name.Resources in page.obj for page in pdf.pages)


def test_the_same_file_is_arranged_to_the_same_bytes():
    assert linearised(paper(9)) == linearised(paper(9))

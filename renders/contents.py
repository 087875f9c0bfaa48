"""Contents: prints a document until its table of contents tells the pages on which its headings really stand.

Chromium cannot count pages in a table of contents itself, but names the target of every link in the PDF.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO

import pikepdf
from django.utils.translation import gettext_noop
from pikepdf import Dictionary, Name

from craftkit.lib.errors import AppError
from renders.chromium import Printed
from templates_app.compiler import Compiled

PRINTS_LIMIT = 3


class ContentsUnsettled(AppError):
    """With every print of the document its headings stand on other pages, so no table of contents is right."""

    status = 400
    code = "contents_unsettled"
    message = gettext_noop(
        "The pages of the headings do not settle; make the table of contents shorter, or begin a page after it."
    )


def print_settled(
    page: Compiled, lay_out: Callable[[Mapping[str, int]], Compiled], press: Callable[[Compiled], Printed]
) -> tuple[Compiled, Printed]:
    """The page and its print; with a table of contents, laid out and printed again until the numbers are true.

    `lay_out` takes page numbers, from 1, by anchor. Raises ContentsUnsettled, and what `press` raises.
    """
    printed = press(page)
    known: dict[str, int] = {}
    for _ in range(PRINTS_LIMIT - 1):
        found = pages_of(printed.pdf, page.anchors)
        if found == known:
            return page, printed
        known, page = found, lay_out(found)
        printed = press(page)
    if pages_of(printed.pdf, page.anchors) != known:
        raise ContentsUnsettled
    return page, printed


def pages_of(pdf: bytes, anchors: tuple[str, ...]) -> dict[str, int]:
    """The pages, from 1, of those anchors that the PDF names as targets of links."""
    if not anchors:
        return {}
    with pikepdf.open(BytesIO(pdf)) as document:
        targets = document.Root.get(Name.Dests, Dictionary())
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        named = {anchor: targets.get(f"/{anchor}") for anchor in anchors}
        return {anchor: numbers[target[0].objgen] for anchor, target in named.items() if target is not None}

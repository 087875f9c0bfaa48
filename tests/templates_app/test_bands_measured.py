"""Which headers and footers are left to the browser to measure: all that might need more than their margins."""

from __future__ import annotations

from typing import Any

import pytest

from templates_app.compiler.bands import MEASURED
from tests.templates_app.documents import Node, block, compiled, document, line, text

NUMBER = block("pageNumber", kind="page")


def is_measured(**envelope: Any) -> bool:
    """Whether the printer is told to look at the bands."""
    return MEASURED in compiled(document(line(text("Words")), **envelope), {"who": "A\nB", "logo": "x.png"}).html


def footer(**slots: list[Node]) -> dict[str, Any]:
    return {"footer": {"default": slots}}


def test_a_short_line_on_an_ordinary_page_is_not_measured():
    assert not is_measured(**footer(left=[text("Service agreement")], right=[text("Page "), NUMBER]))
    assert not is_measured()


@pytest.mark.parametrize(
    "envelope",
    [
        footer(left=[text("A long line. " * 8)]),
        footer(left=[text("From the left. " * 2)], center=[text("From the middle. " * 2)]),
        footer(left=[text("契約書" * 12)]),
        footer(left=[text("One"), block("hardBreak"), text("Two")]),
        footer(left=[block("image", bind="logo")]),
        footer(left=[text("Tall", {"type": "textStyle", "attrs": {"size": 48}})]),
        footer(left=[text("Words")]) | {"page": {"margin": {"top": 20, "right": 20, "bottom": 2, "left": 20}}},
        {"footer": {"default": {"left": [text("Words")]}, "first": {"left": [text("One long line. " * 8)]}}},
    ],
    ids=["long", "beside", "wide", "lines", "picture", "tall", "margin", "first"],
)
def test_what_might_not_fit_is_measured(envelope):
    assert is_measured(**envelope)

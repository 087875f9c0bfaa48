"""Contents: the table of contents, put together from the headings that were really printed.

Which headings there are is known when the body is written, on which pages they stand only when it has been printed: a
page is laid out again with the numbers. The room for a number does not depend on it, so that nothing moves.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

ANCHOR = "ck-h-"
# No text of a document holds a tag or a comment of its own: all is escaped.
HEADING = re.compile(rf'<h([1-4])[^>]* id="({ANCHOR}\d+)">(.*?)</h\1>', re.DOTALL)
MARK = re.compile(r"<!--ck-toc-([1-4])-([1-4])-->")
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as it was written: its level, its anchor, its words (escaped for HTML), and where it ends."""

    level: int
    anchor: str
    words: str
    end: int


def wants_contents(node: dict[str, Any]) -> bool:
    """Whether there is a table of contents somewhere in a node."""
    return node["type"] == "toc" or any(wants_contents(child) for child in node.get("content") or ())


def mark(first: int, last: int) -> str:
    """What stands for a table of contents until the body is written."""
    return f"<!--ck-toc-{first}-{last}-->"


def words_of(html: str) -> str:
    """The words of a piece of our HTML on one line, still escaped."""
    return " ".join(TAG.sub("", html.replace("<br>", " ")).split())


def fill(body: str, pages: Mapping[str, int], *, wanted: bool) -> tuple[str, tuple[str, ...]]:
    """The body with its tables of contents, and the anchors of all headings; pages that are not known stay blank.

    A body that wants none is left as it is: a hand-written one may look like ours.
    """
    if not wanted:
        return body, ()
    headings = [Heading(int(found[1]), found[2], words_of(found[3]), found.end()) for found in HEADING.finditer(body)]
    shown = [heading for heading in headings if heading.words]

    def table(found: re.Match[str]) -> str:
        # The heading right above is that of the table itself.
        return _table([heading for heading in shown if heading.end != found.start()], found, pages)

    filled = MARK.sub(table, body)
    return filled, tuple(heading.anchor for heading in shown)


def _table(headings: list[Heading], found: re.Match[str], pages: Mapping[str, int]) -> str:
    first, last = int(found[1]), int(found[2])
    lines = [_line(heading, first, pages) for heading in headings if first <= heading.level <= last]
    return f'<nav class="ck-toc">{"".join(lines)}</nav>' if lines else ""


def _line(heading: Heading, first: int, pages: Mapping[str, int]) -> str:
    return (
        f'<a class="ck-toc-line ck-toc-{heading.level - first + 1}" href="#{heading.anchor}">'
        f'<span class="ck-toc-text">{heading.words}</span><span class="ck-toc-dots"></span>'
        f'<span class="ck-toc-page">{pages.get(heading.anchor, "")}</span></a>'
    )

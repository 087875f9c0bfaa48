"""Comparing: what two PDFs show differently, page by page as pictures with the changes marked, and as lines of text."""

from __future__ import annotations

import difflib
from collections import deque
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from renders.pictures import page_count, page_image, page_texts

WIDTH = 620
# A worker that compares prints nothing meanwhile; beyond these pages only the text is compared.
MOST_PAGES = 100
# Softer differences are another browser's edges of letters, not another document.
THRESHOLD = 48
TILE = 10
GAP, MARGIN = 12, 12
DESK, MARK = (228, 228, 231), (220, 38, 38)
SHARE_DIGITS = 6

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PageDifference:
    """One page (from 1) that changed: which share of its dots, where (in dots), and old | new | marked as a PNG."""

    number: int
    share: float
    regions: tuple[Box, ...]
    picture: bytes


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different between an old and a new PDF; `compared_pages` were looked at as pictures, the rest as text."""

    old_pages: int
    new_pages: int
    compared_pages: int
    pages: tuple[PageDifference, ...]
    text: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether a reader would see and copy the same."""
        return not self.pages and not self.text and self.old_pages == self.new_pages


def compare(old: bytes, new: bytes) -> Comparison:
    """The differences between two PDFs. Raises NotDrawable."""
    before, after = page_count(old), page_count(new)
    count = min(max(before, after), MOST_PAGES)
    found = (compare_pages(_page(old, at, before), _page(new, at, after), at + 1) for at in range(count))
    pages = tuple(page for page in found if page)
    return Comparison(before, after, count, pages, tuple(_text_difference(page_texts(old), page_texts(new))))


def compare_pages(old: Image.Image | None, new: Image.Image | None, number: int) -> PageDifference | None:
    """The difference between two pictures of a page, or None; a page that is not there counts as blank."""
    size = _size(old, new)
    before, after = _on_paper(old, size), _on_paper(new, size)
    mask = ImageChops.difference(before, after).convert("L").point(lambda value: 255 if value > THRESHOLD else 0)
    changed = mask.histogram()[255]
    if not changed and old is not None and new is not None and old.size == new.size:
        return None
    regions = regions_of(mask) or ((0, 0, *size),)
    share = round(changed / (size[0] * size[1]), SHARE_DIGITS)
    return PageDifference(number, share, regions, _png(_side_by_side(before, after, regions)))


def regions_of(mask: Image.Image) -> tuple[Box, ...]:
    """Rectangles around what changed, neighbours joined, from the top."""
    small = mask.reduce(TILE)
    marked = {(at % small.width, at // small.width) for at, value in enumerate(small.tobytes()) if value}
    found = []
    while marked:
        group = _connected(min(marked, key=lambda tile: (tile[1], tile[0])), marked)
        marked -= group
        columns, rows = [tile[0] for tile in group], [tile[1] for tile in group]
        right, bottom = min((max(columns) + 1) * TILE, mask.width), min((max(rows) + 1) * TILE, mask.height)
        found.append((min(columns) * TILE, min(rows) * TILE, right, bottom))
    return tuple(found)


def _connected(first: tuple[int, int], marked: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The tiles that touch the first one, or one another, with at most one tile between: letters stand apart."""
    group, waiting = {first}, deque([first])
    reach = [(x, y) for x in range(-2, 3) for y in range(-1, 2)]
    while waiting:
        column, row = waiting.popleft()
        near = {(column + x, row + y) for x, y in reach} & marked - group
        group |= near
        waiting.extend(near)
    return group


def _page(pdf: bytes, at: int, count: int) -> Image.Image | None:
    """One page at a time: the pictures of a long document would fill the memory."""
    return page_image(pdf, number=at, width=WIDTH) if at < count else None


def _size(old: Image.Image | None, new: Image.Image | None) -> tuple[int, int]:
    there = [picture for picture in (old, new) if picture is not None]
    return max(picture.width for picture in there), max(picture.height for picture in there)


def _on_paper(picture: Image.Image | None, size: tuple[int, int]) -> Image.Image:
    paper = Image.new("RGB", size, "white")
    if picture is not None:
        paper.paste(picture.convert("RGB"), (0, 0))
    return paper


def _side_by_side(old: Image.Image, new: Image.Image, regions: tuple[Box, ...]) -> Image.Image:
    """Old, new, and the new one paled with frames around what changed."""
    marked = Image.blend(new, Image.new("RGB", new.size, "white"), 0.45)
    pen = ImageDraw.Draw(marked)
    for left, top, right, bottom in regions:
        marked.paste(new.crop((left, top, right, bottom)), (left, top))
        pen.rectangle((left - 2, top - 2, right + 1, bottom + 1), outline=MARK, width=2)
    desk = Image.new("RGB", (3 * new.width + 2 * GAP + 2 * MARGIN, new.height + 2 * MARGIN), DESK)
    for place, picture in enumerate((old, new, marked)):
        desk.paste(picture, (MARGIN + place * (new.width + GAP), MARGIN))
    return desk


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _text_difference(old: list[str], new: list[str]) -> list[str]:
    """A unified diff of the lines, page by page."""
    return [
        line.rstrip("\n") for line in difflib.unified_diff(_lines(old), _lines(new), "old", "new", n=1, lineterm="")
    ]


def _lines(pages: list[str]) -> list[str]:
    return [f"{number}: {line}" for number, text in enumerate(pages, start=1) for line in text.splitlines()]

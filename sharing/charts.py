"""Time per page as bars: numbers in, coordinates out; the template draws them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WIDTH, HEIGHT = 720.0, 160.0
WIDEST, GAP_SHARE = 44.0, 0.28
MOST_LABELS = 20


@dataclass(frozen=True)
class Bar:
    """One page: how long it was on the screen in all visits, and where its bar stands."""

    page: int
    milliseconds: int
    visits: int
    x: float
    y: float
    width: float
    height: float
    is_labelled: bool

    @property
    def middle(self) -> float:
        """Where the page's number stands."""
        return self.x + self.width / 2


def bars(visits: Iterable[Mapping[str, int]], pages: int) -> list[Bar]:
    """A bar for each page of the document, from what each visit saw; empty when nobody has looked."""
    totals, seen = [0] * (pages + 1), [0] * (pages + 1)
    for visit in visits:
        for name, milliseconds in visit.items():
            if name.isascii() and name.isdigit() and 0 < int(name) <= pages and milliseconds > 0:
                totals[int(name)] += milliseconds
                seen[int(name)] += 1
    longest = max(totals)
    if not longest:
        return []
    step = min(WIDTH / pages, WIDEST / (1 - GAP_SHARE))
    every = -(-pages // MOST_LABELS)
    return [
        Bar(
            page,
            totals[page],
            seen[page],
            round((page - 1) * step + step * GAP_SHARE / 2, 2),
            round(HEIGHT * (1 - totals[page] / longest), 2),
            round(step * (1 - GAP_SHARE), 2),
            round(HEIGHT * totals[page] / longest, 2),
            page == 1 or page % every == 0,
        )
        for page in range(1, pages + 1)
    ]

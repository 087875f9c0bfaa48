"""A month in columns: numbers for each day in, coordinates out; the template draws them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 720.0, 140.0
GAP_SHARE, LABEL_EVERY = 0.28, 7


@dataclass(frozen=True)
class Column:
    """One day: how much went well, how much failed, and where its two parts stand."""

    day: date
    good: int
    bad: int
    x: float
    width: float
    good_y: float
    good_height: float
    bad_y: float
    bad_height: float
    is_labelled: bool

    @property
    def middle(self) -> float:
        """Where the day's name stands."""
        return self.x + self.width / 2

    @property
    def total(self) -> int:
        """Both together."""
        return self.good + self.bad


@dataclass(frozen=True)
class Chart:
    """The columns of the days up to today, and their sums."""

    columns: tuple[Column, ...]
    highest: int

    @property
    def good(self) -> int:
        """All that went well."""
        return sum(column.good for column in self.columns)

    @property
    def bad(self) -> int:
        """All that failed."""
        return sum(column.bad for column in self.columns)

    @property
    def total(self) -> int:
        """Everything."""
        return self.good + self.bad

    @property
    def rows(self) -> tuple[Column, ...]:
        """The days on which something happened, the newest first."""
        return tuple(column for column in reversed(self.columns) if column.total)


def chart(counts: Mapping[date, tuple[int, int]], *, today: date, days: int) -> Chart:
    """A column for each of the last days, from the good and the bad of each day that has any."""
    span = [today - timedelta(days=back) for back in reversed(range(days))]
    highest = max((sum(counts.get(day, (0, 0))) for day in span), default=0)
    step = WIDTH / days
    return Chart(
        tuple(_column(day, at, counts.get(day, (0, 0)), highest, step) for at, day in enumerate(span)), highest
    )


def _column(day: date, at: int, count: tuple[int, int], highest: int, step: float) -> Column:
    good, bad = count
    good_height, bad_height = (round(HEIGHT * part / (highest or 1), 2) for part in (good, bad))
    return Column(
        day=day,
        good=good,
        bad=bad,
        x=round(at * step + step * GAP_SHARE / 2, 2),
        width=round(step * (1 - GAP_SHARE), 2),
        good_y=round(HEIGHT - good_height, 2),
        good_height=good_height,
        bad_y=round(HEIGHT - good_height - bad_height, 2),
        bad_height=bad_height,
        is_labelled=at % LABEL_EVERY == LABEL_EVERY // 2,
    )

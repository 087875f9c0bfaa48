"""Shapes: what a chart is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

Write = Callable[[Decimal], str]


def plainly(number: Decimal) -> str:
    """A number without a locale."""
    return f"{number.normalize():f}"


def as_percent(share: Decimal) -> str:
    """A share of 1 in whole percent."""
    return f"{share * 100:.0f} %"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values with its name; None where there is none."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a kind (bar, line, pie): the labels of its rows and for each row a value in every series.

    Sizes in mm. `write` writes values, `write_mark` those at the axis, `write_share` shares of 1.
    """

    kind: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    width: float = 120
    height: float = 70
    title: str = ""
    mirrored: bool = False
    empty: str = "-"
    write: Write = plainly
    write_mark: Write = plainly
    write_share: Write = as_percent


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the sheet that is left to draw in: edges in mm, right and bottom excluded."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From edge to edge."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From edge to edge."""
        return self.bottom - self.top

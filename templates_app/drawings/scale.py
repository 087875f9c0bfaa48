"""Scales: round steps that span the values of a chart, and where a value stands between its ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
NEAR = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class Scale:
    """The marks of an axis, from the lowest to the highest."""

    marks: tuple[Decimal, ...]

    def share(self, value: Decimal) -> float:
        """How far up a value stands, 0 at the lowest mark and 1 at the highest."""
        low, high = self.marks[0], self.marks[-1]
        return float((value - low) / (high - low))


def scale_for(values: Sequence[Decimal], *, from_zero: bool, marks: int) -> Scale:
    """A scale with about so many marks; bars need it to begin at zero, lines only where zero is not far off."""
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
    if from_zero or (low >= 0 and low <= high * NEAR) or (high <= 0 and high >= low * NEAR):
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        low, high = (low, low + 1) if low >= 0 else (low, Decimal(0))
    step = _step((high - low) / max(marks - 1, 1))
    first, last = (low / step).to_integral_value("ROUND_FLOOR"), (high / step).to_integral_value("ROUND_CEILING")
    spread = ((first + at) * step for at in range(int(last - first) + 1))
    return Scale(tuple(Decimal(f"{mark.normalize():f}") for mark in spread))


def _step(least: Decimal) -> Decimal:
    """The next larger round number."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(step * power for step in STEPS if step * power >= least)

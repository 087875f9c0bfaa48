"""Where a render's time went: its stages in the order of the work, as bars on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LABELS = {
    "queue": "Queue",
    "assets": "Pictures",
    "layout": "Layout",
    "print": "Print",
    "finish": "Finish",
    "inspect": "Inspect",
    "store": "Store",
}
SCALE = 1000


@dataclass(frozen=True)
class Stage:
    """One stage: milliseconds, and its bar from `start` with `width` on a scale of 1000."""

    label: str
    milliseconds: float
    start: int
    width: int


def stages(timings: Mapping[str, float]) -> list[Stage]:
    """The bars of a render's timings; each begins where the one before it ended."""
    names = [name for name in LABELS if name in timings] + sorted(timings.keys() - LABELS.keys())
    total = sum(timings.values()) or 1
    bars, begin = [], 0.0
    for name in names:
        width = max(round(timings[name] / total * SCALE), 4)
        start = min(round(begin / total * SCALE), SCALE - width)
        bars.append(Stage(LABELS.get(name, name.capitalize()), timings[name], start, width))
        begin += timings[name]
    return bars

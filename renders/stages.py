"""Where a render's time went: its stages in the order of the work, as bars on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

LABELS = {
    "queue": gettext_lazy("Queue"),
    "assets": gettext_lazy("Data"),
    "layout": gettext_lazy("Layout"),
    "print": gettext_lazy("Print"),
    "finish": gettext_lazy("Finish"),
    "inspect": gettext_lazy("Inspect"),
    "store": gettext_lazy("Store"),
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
        bars.append(Stage(str(LABELS.get(name, name.capitalize())), timings[name], start, width))
        begin += timings[name]
    return bars

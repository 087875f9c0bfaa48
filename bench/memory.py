"""How much memory a process and all below it hold, and whether that grows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

import psutil

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Weight:
    """Megabytes: `rss` counts what processes share once for each, `pss` once in all."""

    rss: float
    pss: float
    processes: int


def weigh(root: psutil.Process) -> Weight:
    """The weight of the process and all below it."""
    family = [root, *root.children(recursive=True)]
    sizes = [process.memory_info() for process in family]
    return Weight(sum(size.rss for size in sizes) / MEGABYTE, proportional(family) / MEGABYTE, len(family))


def proportional(family: list[psutil.Process]) -> float:
    """Bytes with what is shared counted once; an estimate where the system does not let us look closer."""
    try:
        return float(sum(process.memory_full_info().pss for process in family))
    except psutil.AccessDenied:
        sizes = [process.memory_info() for process in family]
        return float(sum(size.rss - size.shared for size in sizes) + max(size.shared for size in sizes))


def slope(points: Sequence[tuple[float, float]]) -> float:
    """How much y rises for each x: the median over all pairs of points, which outliers do not move (Theil-Sen)."""
    rises = [(later[1] - earlier[1]) / (later[0] - earlier[0]) for earlier, later in combinations(points, 2)]
    return median(rises)

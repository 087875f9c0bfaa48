"""Memory of each worker with its browser over hundreds of renders."""

from __future__ import annotations

from dataclasses import dataclass

import psutil

from bench.client import Client
from bench.inputs import Input
from bench.load import steady
from bench.memory import Weight, slope, weigh

EVERY = 50
SETTLED = 0.2


@dataclass(frozen=True)
class Soak:
    """One worker's samples: how many documents it had made by then, about, and what it held."""

    points: list[tuple[float, Weight]]

    @property
    def last(self) -> Weight:
        """What it held at the end."""
        return self.points[-1][1]

    @property
    def peak(self) -> float:
        """The largest proportional size, in megabytes."""
        return max(weight.pss for _, weight in self.points)

    @property
    def growth(self) -> float:
        """Megabytes more for every hundred documents, once it has settled."""
        settled = [(made, weight.pss) for made, weight in self.points[int(len(self.points) * SETTLED) :]]
        return slope(settled) * 100


def soak(client: Client, entry: Input, workers: list[psutil.Process], count: int) -> list[Soak]:
    """Render `count` documents, shared by all workers, and weigh these while they work."""
    samples: list[list[tuple[float, Weight]]] = [[(0, weigh(worker))] for worker in workers]
    for done in steady(client, entry, count):
        if done % EVERY:
            continue
        for points, worker in zip(samples, workers, strict=True):
            points.append((done / len(workers), weigh(worker)))
    return [Soak(points) for points in samples]

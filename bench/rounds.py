"""Interleaved measurement: in each round every contestant has its turn, so that all meet the same machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.client import Client
from bench.inputs import Input
from bench.load import accept_under_load, burst
from bench.printer import Printer

OURS = "craftkit"
ACCEPT_EVERY = 0.05
WARM = 20
Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How much is measured. `prints` and `seconds` bound each turn of a printer, the rest the turns of the product."""

    rounds: int
    prints: int
    seconds: float
    renders: int
    bursts: int
    accepts: int
    soak: int
    others: int


QUICK = Plan(rounds=3, prints=30, seconds=1.5, renders=25, bursts=100, accepts=40, soak=1000, others=0)
FULL = Plan(rounds=7, prints=60, seconds=3.0, renders=50, bursts=150, accepts=60, soak=1600, others=3)


class Field:
    """The contestants, two lanes each, and the product with its client."""

    def __init__(self, lanes: dict[str, list[Printer]], client: Client) -> None:
        self.lanes = lanes
        self.client = client

    def warm(self, entry: Input) -> None:
        """Let everybody print without counting."""
        for printers in self.lanes.values():
            for printer in printers:
                printer.warm(entry.html)
        burst(self.client, entry, WARM)

    def round(self, entry: Input, plan: Plan) -> dict[str, dict[str, Any]]:
        """One turn for each with one lane, then one for each with two."""
        turns = {name: latency(printers[0], entry, plan) for name, printers in self.lanes.items()}
        turns[OURS] = self._our_latency(entry, plan)
        for name, printers in self.lanes.items():
            turns[name]["rate"] = throughput(printers, entry, plan)
        load = burst(self.client, entry, plan.bursts)
        accepts = accept_under_load(self.client, entry, plan.accepts, every=ACCEPT_EVERY)
        turns[OURS] |= {"rate": load.rate, "accepts": accepts, "burst_accepts": load.accepts}
        turns[OURS]["busy_stages"] = stages(load.answers)
        return turns

    def _our_latency(self, entry: Input, plan: Plan) -> dict[str, Any]:
        ids, times = [], []
        for _ in range(plan.renders):
            milliseconds, answer = self.client.render(entry.slug, entry.data)
            times.append(milliseconds)
            ids.append(answer)
        waited = [self.client.render_and_wait(entry.slug, entry.data) for _ in range(plan.renders // 2)]
        return {"ms": times, "waited": waited, "stages": stages(ids)}


def latency(printer: Printer, entry: Input, plan: Plan) -> dict[str, Any]:
    """Milliseconds of each print, and documents a second, on one lane."""
    figures = printer.print(entry.html, count=plan.prints, seconds=plan.seconds)
    return {"ms": figures["ms"], "single": len(figures["ms"]) / figures["seconds"]}


def throughput(printers: list[Printer], entry: Input, plan: Plan) -> float:
    """Documents a second of all lanes at once."""
    for printer in printers:
        printer.ask(entry.html, count=10**6, seconds=plan.seconds)
    figures = [printer.hear(plan.seconds + 60) for printer in printers]
    return sum(len(figure["ms"]) / figure["seconds"] for figure in figures)


def stages(answers: list[dict[str, Any]]) -> dict[str, float]:
    """The median milliseconds of each stage that the renders report, and from acceptance to the end."""
    names = answers[0]["timings"]
    medians = {name: median(answer["timings"][name] for answer in answers) for name in names}
    return medians | {"whole": median(answer["durationMs"] for answer in answers)}

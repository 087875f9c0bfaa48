"""From figures to a table, ratios and the four bars."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

import psutil

from bench.contestants import IN_PLACE, OURSELVES, PEERS, RAW
from bench.rounds import OURS
from bench.soak import Soak

Rounds = Sequence[dict[str, dict[str, Any]]]
TITLES = {contestant.name: contestant.title for contestant in (*OURSELVES, *PEERS)}
TITLES[OURS] = "Craftkit, whole, over HTTP"
TIMES_RAW, SHARE_OF_RAW, ACCEPT_MS, WORKER_MB, GROWTH_MB = 3.0, 0.70, 30.0, 450.0, 1.0


@dataclass(frozen=True)
class Bar:
    """One promise: what it is, what was seen, whether that keeps it."""

    promise: str
    seen: str
    held: bool


def p95(values: Sequence[float]) -> float:
    """The value that 95 in a hundred do not exceed."""
    return quantiles(values, n=20, method="inclusive")[-1]


def pooled(rounds: Rounds, name: str, what: str) -> list[float]:
    """All values of all rounds."""
    return [value for turns in rounds for value in turns[name][what]]


def times_raw(rounds: Rounds, name: str, limit: str = RAW.name) -> float:
    """How many times the limit's p50 this one's is: the median of the rounds' ratios."""
    return median(median(turns[name]["ms"]) / median(turns[limit]["ms"]) for turns in rounds)


def share_of_raw(rounds: Rounds, name: str, limit: str = RAW.name) -> float:
    """Which share of the limit's throughput with two lanes this one has: the median of the rounds' ratios."""
    return median(turns[name]["rate"] / turns[limit]["rate"] for turns in rounds)


def table(title: str, rounds: Rounds) -> str:
    """A line for each contestant."""
    head = f"{title:<36}{'p50 ms':>8}{'p95 ms':>8}{'x raw':>7}{'docs/s, 2 lanes':>18}{'of raw':>8}"
    return "\n".join([head, "-" * len(head), *(line(rounds, name) for name in rounds[0])])


def line(rounds: Rounds, name: str) -> str:
    """One contestant's line."""
    times = pooled(rounds, name, "ms")
    rate = median(turns[name]["rate"] for turns in rounds)
    ratios = times_raw(rounds, name), share_of_raw(rounds, name)
    shown = f"{median(times):>8.1f}{p95(times):>8.1f}{ratios[0]:>7.2f}{rate:>18.1f}{ratios[1]:>8.0%}"
    return f"{TITLES[name]:<36}{shown}"


def bars(rounds: Rounds, soaks: Sequence[Soak]) -> list[Bar]:
    """The four promises."""
    latency, share = times_raw(rounds, OURS), share_of_raw(rounds, OURS)
    accept = p95(pooled(rounds, OURS, "accepts"))
    heaviest = max(soak.last.pss for soak in soaks)
    growth = max(soak.growth for soak in soaks)
    made = min(soak.points[-1][0] for soak in soaks)
    return [
        Bar(f"p50 of the whole system < {TIMES_RAW:g} x raw", f"{latency:.2f} x", latency < TIMES_RAW),
        Bar(f"throughput with 2 workers >= {SHARE_OF_RAW:.0%} of raw", f"{share:.0%}", share >= SHARE_OF_RAW),
        Bar(f"accept p95 while rendering < {ACCEPT_MS:g} ms", f"{accept:.1f} ms", accept < ACCEPT_MS),
        Bar(
            f"worker with browser < {WORKER_MB:g} MB, growth < {GROWTH_MB:g} MB per 100",
            f"{heaviest:.0f} MB after {made:.0f}, {growth:+.2f} MB per 100",
            heaviest < WORKER_MB and growth < GROWTH_MB,
        ),
    ]


def details(rounds: Rounds, soaks: Sequence[Soak]) -> str:
    """Where our time and memory go."""
    idle = stage_line([turns[OURS]["stages"] for turns in rounds])
    busy = stage_line([turns[OURS]["busy_stages"] for turns in rounds if "busy_stages" in turns[OURS]])
    waited = median(pooled(rounds, OURS, "waited"))
    burst = p95(pooled(rounds, OURS, "burst_accepts"))
    hardest = [ratio(rounds, OURS, IN_PLACE.name) for ratio in (times_raw, share_of_raw)]
    held = "; ".join(
        f"{soak.points[0][1].pss:.0f} -> {soak.last.pss:.0f} MB (peak {soak.peak:.0f}; "
        f"{soak.last.rss:.0f} MB with shared pages counted for each of {soak.last.processes} processes)"
        for soak in soaks
    )
    return (
        f"Craftkit against the page emptied in place: {hardest[0]:.2f} x, {hardest[1]:.0%}\n"
        f"Stages, idle, ms:   {idle}\nStages, busy, ms:   {busy}\n"
        f"One waiting call:   p50 {waited:.1f} ms\nAccepts in a burst: p95 {burst:.1f} ms\nWorkers:            {held}"
    )


def stage_line(medians: Sequence[dict[str, float]]) -> str:
    """The medians over the rounds."""
    return ", ".join(f"{name} {median(stage[name] for stage in medians):.1f}" for name in medians[0])


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load": psutil.getloadavg()[0],
    }

"""`python -m bench.run [--quick] [--no-peers]`: measures, prints tables and bars, keeps all figures as JSON.

Ends with status 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import psutil

from bench import peers, report
from bench.contestants import OURSELVES, Contestant, present, surroundings
from bench.inputs import Input, make_inputs
from bench.load import publish
from bench.printer import Printer
from bench.rounds import FULL, QUICK, Field, Plan
from bench.soak import Soak, soak
from bench.system import System
from ops.browser import chromium
from ops.console import Stop, main, note, say, step
from ops.places import ROOT, state_folder

RESULTS = ROOT / "bench" / "results"
LANES = 2
MAIN_INPUT = "invoice"
CALM = 0.7


def run() -> int:
    """Everything; about two minutes with --quick, ten without."""
    options = arguments()
    # Whoever ends us ends everybody whom we started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    plan = QUICK if options.quick else FULL
    os.chdir(ROOT)
    state = state_folder()
    browser = chromium(state)
    if not options.no_peers:
        peers.install()
    inputs = make_inputs(peers.STATE / "inputs")
    RESULTS.mkdir(exist_ok=True)
    log = RESULTS / "log.txt"
    log.write_bytes(b"")
    chosen = list(OURSELVES) if options.no_peers else present()
    warn_of_load()
    rounds = measure(chosen, inputs, plan, browser, log)
    soaks = measure_memory(inputs[MAIN_INPUT], plan, browser, log)
    return conclude(rounds, soaks)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description="Measure Craftkit against raw Chromium printing and against peers.")
    parser.add_argument("--quick", action="store_true", help="the invoice only and fewer rounds: about two minutes")
    parser.add_argument("--no-peers", action="store_true", help="only the limit and ourselves; installs nothing")
    return parser.parse_args()


def warn_of_load() -> None:
    """Ratios stand some noise, but not any."""
    load = psutil.getloadavg()[0]
    if load > CALM:
        note(f"The machine is busy already (load {load:.1f}): figures will be worse than they should be.")


def measure(
    chosen: list[Contestant], inputs: dict[str, Input], plan: Plan, browser: str, log: Path
) -> dict[str, list[dict[str, Any]]]:
    """The rounds of each input; the main one has more than the others."""
    rounds: dict[str, list[dict[str, Any]]] = {}
    with field(chosen, inputs, browser, log) as everybody:
        for slug, entry in inputs.items():
            times = plan.rounds if slug == MAIN_INPUT else plan.others
            if times:
                everybody.warm(entry)
                rounds[slug] = [timed_round(everybody, entry, plan, number) for number in range(times)]
    return rounds


def timed_round(everybody: Field, entry: Input, plan: Plan, number: int) -> dict[str, Any]:
    """One round, told of."""
    with step(f"{entry.slug}, round {number + 1}"):
        return everybody.round(entry, plan)


@contextmanager
def field(chosen: list[Contestant], inputs: dict[str, Input], browser: str, log: Path) -> Iterator[Field]:
    """Everybody started, and ended whatever happens."""
    with ExitStack() as stack:
        env = stack.enter_context(surroundings(browser))
        system = System(browser, log)
        stack.callback(system.stop)
        lanes: dict[str, list[Printer]] = {}
        for contestant in chosen:
            for _ in range(LANES):
                printer = Printer(contestant, env, log)
                stack.callback(printer.stop)
                lanes.setdefault(contestant.name, []).append(printer)
        client = system.ready()
        publish(client, inputs)
        say("  " + ", ".join(printers[0].version for printers in lanes.values()))
        yield Field(lanes, client)


def measure_memory(entry: Input, plan: Plan, browser: str, log: Path) -> list[Soak]:
    """A fresh install that renders for a while, alone."""
    system = System(browser, log)
    try:
        client = system.ready()
        publish(client, {entry.slug: entry})
        with step(f"{plan.soak} renders by {LANES} workers, weighed"):
            return soak(client, entry, system.workers(), plan.soak)
    finally:
        system.stop()


def conclude(rounds: dict[str, list[dict[str, Any]]], soaks: list[Soak]) -> int:
    """Print, keep, judge."""
    for slug, turns in rounds.items():
        say("\n" + report.table(slug, turns))
    say("\n" + report.details(rounds[MAIN_INPUT], soaks) + "\n")
    judged = report.bars(rounds[MAIN_INPUT], soaks)
    for bar in judged:
        say(f"{'pass' if bar.held else 'MISS'}  {bar.promise:<56}{bar.seen}")
    content = {
        "machine": report.machine(),
        "rounds": rounds,
        "memory": [asdict(entry) for entry in soaks],
        "bars": [asdict(bar) for bar in judged],
    }
    path = RESULTS / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    path.write_text(json.dumps(content, indent=1))
    say(f"\nAll figures: {path.relative_to(ROOT)}")
    if not all(bar.held for bar in judged):
        raise Stop("A bar is missed.", "On a busy machine measure again when it is calm; else see the stages above.")
    return 0


if __name__ == "__main__":
    main(run)

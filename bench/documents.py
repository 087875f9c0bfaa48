"""`python -m bench.documents [--quick]`: how long documents take by stage, and how much the largest weighs.

Ends with status 1 when a bar is missed. `--quick` leaves out the print of 10,000 rows.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import Any

import psutil
import structlog

from bench.inputs.contract import contract
from bench.inputs.ledger import ledger
from bench.memory import weigh
from ops.browser import chromium
from ops.places import ROOT, state_folder
from renders.chromium import Lane
from renders.options import Limits, PdfOptions
from renders.pdf import finish
from templates_app.compiler import compile_document
from templates_app.fields import check_data, parse_manifest
from templates_app.samples import samples

RESULTS = ROOT / "bench" / "results"
LARGE = Limits(html_bytes=64 * 2**20, pages=2_000, pdf_bytes=256 * 2**20, seconds=300)
OPTIONS = PdfOptions(title="Document")
# How much of the print finishing may add, by document.
BARS = {"invoice": 0.15, "report-5000": 0.10}
ROWS, COMPILE_SECONDS, HEAVIEST = 10_000, 1.0, 2_000.0
SAMPLES_A_SECOND = 4
FEWEST = 5


@dataclass
class Taken:
    """Best times in milliseconds, and what came out."""

    slug: str
    compile: float
    print: float
    finish: float
    pages: int
    kilobytes: float

    @property
    def share(self) -> float:
        """Finishing in proportion to printing."""
        return self.finish / self.print


def best(work: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """The shortest of some runs in milliseconds, which is least disturbed by others, and the last result."""
    times, result = [], None
    for _ in range(rounds):
        started = time.perf_counter()
        result = work()
        times.append((time.perf_counter() - started) * 1000)
    return min(times), result


def measure(lane: Lane, slug: str, template: dict[str, Any], data: dict[str, Any], rounds: int) -> Taken:
    """One document through all three stages."""
    manifest = parse_manifest(template["manifest"])
    values = check_data(manifest, data).values
    compiled, page = best(lambda: compile_document(template["layout"], manifest, values, locale="en"), rounds)

    def press() -> bytes:
        return lane.print(page.html, tenant="bench", options=OPTIONS, deadline=time.monotonic() + LARGE.seconds).pdf

    printed, raw = best(press, rounds)
    finished, done = best(lambda: finish(raw, options=OPTIONS, created=None, document_id="bench"), max(rounds, FEWEST))
    return Taken(slug, compiled, printed, finished, done.pages, len(done.pdf) / 1024)


@contextmanager
def weighing() -> Iterator[list[float]]:
    """Megabytes of this process and everything below it, several times a second while the body runs."""
    seen: list[float] = []
    over = threading.Event()

    def watch() -> None:
        while not over.wait(1 / SAMPLES_A_SECOND):
            # A child that ends while it is looked at is weighed no more.
            with suppress(psutil.NoSuchProcess):
                seen.append(weigh(psutil.Process()).pss)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def documents() -> Iterator[tuple[str, dict[str, Any], dict[str, Any], int]]:
    """What is measured, and how often."""
    for sample in samples():
        if sample.slug == "invoice":
            yield sample.slug, {"manifest": sample.manifest, "layout": sample.content}, sample.data, 10
    yield *contract(), 5
    yield *ledger(5_000), 2


def run() -> int:
    """Everything; a minute, or three with the largest print."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    lane = Lane(executable=str(chromium(state_folder())), limits=LARGE)
    lane.start()
    try:
        taken = [measure(lane, *document) for document in documents()]
        slug, template, data = ledger(ROWS)
        manifest = parse_manifest(template["manifest"])
        values = check_data(manifest, data).values
        compiled, _ = best(lambda: compile_document(template["layout"], manifest, values, locale="en"), 3)
        heaviest = 0.0
        if "--quick" not in sys.argv:
            with weighing() as seen:
                taken.append(measure(lane, slug, template, data, 1))
            heaviest = max(seen)
    finally:
        lane.stop()
    return conclude(taken, compiled / 1000, heaviest)


def conclude(taken: list[Taken], compiled: float, heaviest: float) -> int:
    """Tables, bars, and the figures as a file."""
    print(f"{'':14}{'compile':>10}{'print':>10}{'finish':>10}{'share':>8}{'pages':>7}{'kB':>9}")
    for one in taken:
        times = f"{one.compile:>10.1f}{one.print:>10.1f}{one.finish:>10.1f}"
        print(f"{one.slug:14}{times}{one.share:>8.1%}{one.pages:>7}{one.kilobytes:>9.0f}")
    late = [one for one in taken if one.slug in BARS and one.share >= BARS[one.slug]]
    missed = [f"{one.slug}: finish below {BARS[one.slug]:.0%} of print" for one in late]
    print(f"compile of {ROWS:,} rows: {compiled:.2f} s (bar {COMPILE_SECONDS:g} s)")
    missed += [f"compile of {ROWS:,} rows"] if compiled >= COMPILE_SECONDS else []
    if heaviest:
        print(f"print of {ROWS:,} tagged rows: {heaviest:.0f} MB in all processes (bar {HEAVIEST:.0f} MB)")
        missed += ["memory"] if heaviest >= HEAVIEST else []
    RESULTS.mkdir(exist_ok=True)
    figures = {"documents": [asdict(one) for one in taken], "compile10000": compiled, "megabytes": heaviest}
    (RESULTS / "documents.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print("missed: " + "; ".join(missed) if missed else "all bars are kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(run())

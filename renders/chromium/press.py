"""One started browser with its pages: the tenant's warm one, and a clean one in reserve."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psutil
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Playwright

from craftkit.lib.courtesy import step_back
from craftkit.lib.speech import filled
from renders.chromium.clip import HIDING, Clipped
from renders.chromium.faults import RenderCrashed, RenderTimeout, RenderTooLarge
from renders.chromium.grow import Tight
from renders.chromium.guard import Guard, is_alive, kill_group
from renders.chromium.launch import ClosedDoor, find_browser_process, find_driver, start_browser, start_driver
from renders.chromium.room import Room
from renders.chromium.sheet import STREAM_FROM, Sheet
from renders.options import MEGABYTE, Asset, Limits, PdfOptions
from renders.pdf import count_pages
from templates_app.compiler.bands import MEASURED
from templates_app.warnings import RenderWarning

CHORE_SECONDS = 10.0
CLOSE_SECONDS = 5.0
WEIGH_EVERY = 20
IDLE_COLLECT_EVERY, BUSY_COLLECT_EVERY = 20, 100
LARGE_PDF = 2 * MEGABYTE
SMALLEST_PAGE = 200


@dataclass(frozen=True)
class Job:
    """A document to print; `deadline` is on the monotonic clock."""

    html: str
    tenant: str
    options: PdfOptions
    assets: Mapping[str, Asset]
    fresh: bool
    deadline: float
    fitted: bool = False
    room: float | None = None

    @property
    def size(self) -> int:
        """Bytes that go to the browser, roughly."""
        return len(self.html) + sum(len(asset.data) for asset in self.assets.values())


@dataclass(frozen=True)
class Printed:
    """A raw PDF; `blocked` are the addresses that the page wanted and did not get; `timings` are milliseconds.

    `cut` are the numbers of the texts that were to be fitted into their boxes and could not be; `clipped` are words
    that boxes hide; `tight` are headers and footers without room; `noticed` is what whoever made more of the print
    found on it.
    """

    pdf: bytes
    blocked: tuple[str, ...]
    timings: dict[str, float] = field(default_factory=dict)
    cut: tuple[int, ...] = ()
    noticed: tuple[RenderWarning, ...] = ()
    clipped: tuple[Clipped, ...] = ()
    tight: tuple[Tight, ...] = ()


class Press:
    """A running browser. Every method belongs to the thread that made it; `broken` says that it is of no more use."""

    def __init__(self, *, executable: str, sandbox: bool, fonts: Path) -> None:
        self.guard = Guard()
        self.broken = False
        self.jobs = 0
        self._last_bytes = 0
        self._collected = 0
        self._sheet: Sheet | None = None
        self._spent: Sheet | None = None
        self._spare: Sheet | None = None
        self._playwright: Playwright | None = None
        self._door = ClosedDoor()
        self._room = Room(fonts)
        try:
            self._playwright = start_driver(self._room)
            self.guard.driver = find_driver(self._room)
            self._browser = start_browser(
                self._playwright, self._room, executable=executable, sandbox=sandbox, proxy=self._door.address
            )
            self.guard.browser = self.process = find_browser_process(self._browser)
            step_back(self.process.pid)
        except BaseException:
            self.close()
            raise
        self.version = f"Chromium {self._browser.version}"

    def print(self, job: Job, limits: Limits) -> Printed:
        """Print one document. RenderTimeout and RenderCrashed leave the browser unusable."""
        self.jobs += 1
        with self._watched(job.deadline):
            started = time.perf_counter()
            sheet = self._sheet_for(job)
            clean = time.perf_counter()
            sheet.load(job.html, job.assets)
            cut = sheet.fit() if job.fitted else ()
            clipped = sheet.clipped(job.room) if job.room and HIDING.search(job.html) else ()
            tight = sheet.grow() if MEASURED in job.html else ()
            loaded = time.perf_counter()
            pdf = sheet.print(job.options, large=job.size > STREAM_FROM, max_bytes=limits.pdf_bytes)
            printed = time.perf_counter()
        self._last_bytes = len(pdf)
        _check_pages(pdf, limits.pages)
        moments = (("reset", started, clean), ("load", clean, loaded), ("print", loaded, printed))
        timings = {name: round((end - begin) * 1000, 2) for name, begin, end in moments}
        return Printed(pdf, tuple(sheet.blocked), timings, cut, clipped=clipped, tight=tight)

    def tidy(self) -> None:
        """After a document: throw pages away that may not serve again, and leave a document that could linger.

        A harmless document stays until the next one replaces it, or `rest` wipes it: wiping costs as much as loading.
        """
        with self._watched(time.monotonic() + CHORE_SECONDS):
            if self._sheet is not None and self._sheet.blocked:
                self._spent, self._sheet = self._sheet, None
            if self._sheet is not None and self._sheet.is_lasting:
                self._sheet.go_home()
            if self._spent is not None:
                self._spent.close()
                self._spent, self._spare = None, self._spare or self._new_sheet()
            self._collect_after(BUSY_COLLECT_EVERY)

    def rest(self, seconds: float = CHORE_SECONDS) -> None:
        """While idle: keep no document, have a clean page ready for the next tenant, and give memory back."""
        with self._watched(time.monotonic() + seconds):
            if self._sheet is not None:
                self._sheet.wipe()
            if self._spare is None:
                self._spare = self._new_sheet()
            self._collect_after(IDLE_COLLECT_EVERY)

    @property
    def is_alive(self) -> bool:
        """Whether the browser still runs."""
        return not self.broken and is_alive(self.process)

    @property
    def should_weigh(self) -> bool:
        """Whether it is time to look at the memory: now and then, and after a large document."""
        return self.jobs % WEIGH_EVERY == 0 or self._last_bytes > LARGE_PDF

    def weight(self) -> int:
        """Bytes of memory that the browser's processes hold; memory that they share counts once."""
        try:
            sizes = [process.memory_info() for process in (self.process, *self.process.children(recursive=True))]
        except psutil.NoSuchProcess:
            return 0
        return sum(size.rss - size.shared for size in sizes) + max(size.shared for size in sizes)

    def close(self) -> None:
        """End browser and driver, politely if they answer, and remove their folder."""
        with suppress(PlaywrightError), self.guard.until(time.monotonic() + CLOSE_SECONDS):
            if self._playwright is not None:
                self._playwright.stop()
        self.guard.end()
        kill_group(self.guard.browser)
        self._room.remove()
        self._door.close()

    def _sheet_for(self, job: Job) -> Sheet:
        if job.fresh:
            self._spent = self._clean_sheet(job.tenant)
            return self._spent
        if self._sheet is None or self._sheet.tenant != job.tenant:
            self._spent, self._sheet = self._sheet, self._clean_sheet(job.tenant)
        return self._sheet

    def _clean_sheet(self, tenant: str) -> Sheet:
        sheet, self._spare = self._spare or self._new_sheet(), None
        sheet.tenant = tenant
        return sheet

    def _collect_after(self, jobs: int) -> None:
        """Left alone, a busy page holds a hundred megabytes of garbage; collected once, it keeps to thirty."""
        if self._sheet is not None and self.jobs >= self._collected + jobs:
            self._sheet.collect_garbage()
            self._collected = self.jobs

    def _new_sheet(self) -> Sheet:
        return Sheet(self._browser, on_crash=partial(kill_group, self.process))

    @contextmanager
    def _watched(self, deadline: float) -> Iterator[None]:
        """Run the body under the deadline, and name the cause of its failure."""
        if time.monotonic() >= deadline:
            raise RenderTimeout
        try:
            with self.guard.until(deadline):
                yield
        except PlaywrightError as error:
            self.broken = True
            raise (RenderTimeout if self.guard.struck else RenderCrashed) from error
        finally:
            self.broken = self.broken or self.guard.struck


def _check_pages(pdf: bytes, most: int) -> None:
    """RenderTooLarge beyond `most` pages; a file too small to hold them is not even opened."""
    if len(pdf) <= most * SMALLEST_PAGE:
        return
    pages = count_pages(pdf)
    if pages > most:
        raise RenderTooLarge(
            filled("The document has {pages} pages; at most {most} are printed.", pages=pages, most=most)
        )

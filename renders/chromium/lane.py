"""A worker's one browser, always ready: started, watched, recycled and replaced on a thread of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from pathlib import Path
from typing import TypeVar

import psutil
import structlog

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from renders.chromium.faults import RenderTimeout, RenderTooLarge
from renders.chromium.fonts import BUNDLED
from renders.chromium.launch import START_SECONDS
from renders.chromium.press import Job, Press, Printed
from renders.chromium.thread import SoleThread
from renders.options import MEGABYTE, Asset, Limits, PdfOptions

log = structlog.get_logger(__name__)
Result = TypeVar("Result")
IDLE_SECONDS = 0.25
PATIENCE_SECONDS = 10.0


class Lane:
    """Prints HTML, one document at a time. Each process has its own; after a fork it starts anew."""

    def __init__(
        self,
        *,
        executable: str,
        sandbox: bool = True,
        limits: Limits | None = None,
        recycle_after: int = 1000,
        max_rss: int = 900 * MEGABYTE,
        fonts_dir: Path | None = None,
    ) -> None:
        self.executable = os.path.realpath(executable)
        self.sandbox = sandbox
        self.limits = limits or Limits()
        self.recycle_after = recycle_after
        self.max_rss = max_rss
        self.fonts_dir = fonts_dir or BUNDLED
        self.version = ""
        self._press: Press | None = None
        self._thread: SoleThread | None = None
        self._owner = 0

    def start(self) -> None:
        """Have a warm browser. BrowserUnavailable says why there is none."""
        self._submit(self._open).result()

    def stop(self) -> None:
        """End the browser; the next print starts another."""
        if self._thread is None or self._owner != os.getpid():
            return
        self._thread.submit(self._shut)
        self._thread.end(PATIENCE_SECONDS)
        self._thread = None

    def print(
        self,
        html: str,
        *,
        tenant: str,
        options: PdfOptions,
        assets: Mapping[str, Asset] | None = None,
        fresh: bool = False,
        fitted: bool = False,
        room: float | None = None,
        deadline: float | None = None,
    ) -> Printed:
        """Print a document; `assets` are the only files that it may load, by address.

        A page is used again only for the same `tenant`, and never with `fresh`. With `fitted`, texts that
        say how are made to fit their boxes. `room` is the width in mm between the margins of a page whose boxes may
        hide words: these are looked for. `deadline` is on the monotonic clock
        and defaults to the limit. Raises RenderTooLarge, RenderTimeout, RenderCrashed, BrowserUnavailable.
        """
        if deadline is None:
            deadline = time.monotonic() + self.limits.seconds
        job = Job(html, tenant, options, assets or {}, fresh, deadline, fitted, room)
        self._check_size(job)
        future = self._submit(lambda: self._print(job))
        try:
            return future.result(max(0.0, deadline - time.monotonic()) + PATIENCE_SECONDS)
        except FutureTimeout as error:
            self._thread = None  # stuck beyond help; its browser is dead
            raise RenderTimeout from error
        finally:
            self._submit(self._tidy)

    @property
    def browser_process(self) -> psutil.Process:
        """The browser's main process, once the lane is done with what it is at."""
        return self._submit(self._open).result().process

    def _check_size(self, job: Job) -> None:
        if len(job.html) > self.limits.html_bytes or len(job.html.encode()) > self.limits.html_bytes:
            raise RenderTooLarge(
                filled("The document's HTML is larger than {most} bytes.", most=self.limits.html_bytes)
            )
        if sum(len(asset.data) for asset in job.assets.values()) > self.limits.asset_bytes:
            raise RenderTooLarge(
                filled("The document's files are larger than {most} bytes together.", most=self.limits.asset_bytes)
            )

    def _submit(self, call: Callable[[], Result]) -> Future[Result]:
        if self._thread is None or self._owner != os.getpid():
            self._press, self._owner = None, os.getpid()
            self._thread = SoleThread(self._rest, idle_seconds=IDLE_SECONDS)
        return self._thread.submit(call)

    def _open(self) -> Press:
        if self._press is not None and not self._press.is_alive:
            self._shut()
        if self._press is None:
            self._press = Press(executable=self.executable, sandbox=self.sandbox, fonts=self.fonts_dir)
            self.version = self._press.version
            self._press.rest(START_SECONDS)  # the first page costs more than any later one
        return self._press

    def _shut(self) -> None:
        press, self._press = self._press, None
        if press is not None:
            press.close()

    def _print(self, job: Job) -> Printed:
        press = self._open()
        try:
            return press.print(job, self.limits)
        finally:
            self._drop_if_broken(press)

    def _tidy(self) -> None:
        """Between documents: clean the page, and replace a browser that is old or fat while nobody waits."""
        press = self._press
        if press is None:
            return
        try:
            press.tidy()
            if press.jobs >= self.recycle_after or (press.should_weigh and press.weight() > self.max_rss):
                log.info("browser.recycled", jobs=press.jobs)
                self._shut()
                self._open()
        except AppError as error:
            log.warning("browser.tidy_failed", code=error.code, message=error.message)
        finally:
            self._drop_if_broken(press)

    def _rest(self) -> None:
        press = self._press
        if press is None:
            return
        try:
            press.rest()
        except AppError as error:
            log.warning("browser.rest_failed", code=error.code, message=error.message)
        finally:
            self._drop_if_broken(press)

    def _drop_if_broken(self, press: Press) -> None:
        if not press.broken:
            return
        press.close()
        if self._press is press:
            self._press = None

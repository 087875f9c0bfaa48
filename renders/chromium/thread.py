"""A thread that runs calls one at a time, and does a chore when nobody calls."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

Result = TypeVar("Result")
Call = tuple[Callable[[], Any], "Future[Any]"]


class SoleThread:
    """Playwright's objects belong to one thread, and its event loop must not run in one where Django works.

    `chore` runs once after each pause of `idle_seconds`; what it raises is its own business.
    """

    def __init__(self, chore: Callable[[], None], *, idle_seconds: float) -> None:
        self._chore = chore
        self._idle_seconds = idle_seconds
        self._calls: queue.SimpleQueue[Call | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="lane", daemon=True)
        self._thread.start()

    def submit(self, call: Callable[[], Result]) -> Future[Result]:
        """Run the call after those before it."""
        future: Future[Result] = Future()
        self._calls.put((call, future))
        return future

    def end(self, seconds: float) -> None:
        """Finish the calls made so far, then end; waits at most `seconds`."""
        self._calls.put(None)
        self._thread.join(seconds)

    def _run(self) -> None:
        while True:
            item = self._next()
            if item is None:
                return
            call, future = item
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = call()
            except BaseException as error:  # noqa: BLE001 - it is the caller's, as with any executor
                future.set_exception(error)
            else:
                future.set_result(result)

    def _next(self) -> Call | None:
        try:
            return self._calls.get(timeout=self._idle_seconds)
        except queue.Empty:
            self._chore()
        return self._calls.get()

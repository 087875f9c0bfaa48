"""No call to the browser outlives its deadline: the browser is killed, and the call fails."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

LOOK_SECONDS = 0.1
GRACE_SECONDS = 2.0


class Guard:
    """Kills the browser at the deadline, and the driver too when the call has not failed a moment later.

    Its thread looks at the clock ten times a second: a timer for each call would cost more than the calls do.
    """

    def __init__(self) -> None:
        self.browser: psutil.Process | None = None
        self.driver: psutil.Process | None = None
        self.struck = False
        self._deadline: float | None = None
        self._ended = threading.Event()
        threading.Thread(target=self._watch, name="lane-guard", daemon=True).start()

    @contextmanager
    def until(self, deadline: float) -> Iterator[None]:
        """Run the body until `deadline` on the monotonic clock. It ends by an error of its own when struck."""
        self._deadline = deadline
        try:
            yield
        finally:
            self._deadline = None

    def end(self) -> None:
        """Watch no more."""
        self._ended.set()

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            deadline = self._deadline
            if deadline is None or time.monotonic() < deadline:
                continue
            self.struck = True
            kill_group(self.browser)
            if time.monotonic() > deadline + GRACE_SECONDS:
                kill_group(self.driver)


def is_alive(process: psutil.Process) -> bool:
    """Whether it runs; one that has ended and only waits to be noticed does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def kill_group(process: psutil.Process | None) -> None:
    """SIGKILL for the process, and for its group when that is not ours. One that is gone is fine."""
    if process is None or not process.is_running():
        return
    with suppress(ProcessLookupError):
        group = os.getpgid(process.pid)
        if group != os.getpgrp():
            os.killpg(group, signal.SIGKILL)
    with suppress(psutil.NoSuchProcess):
        process.kill()

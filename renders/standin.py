"""Stands in for the bell: while the broker is away, be it from the very start, the worker looks for work by itself."""

from __future__ import annotations

import threading
import time

import structlog
from django.db import connection

from craftkit.lib.doorbell import ring
from renders.lookout import Lookout
from renders.upkeep import RENDER
from renders.worker import Worker

log = structlog.get_logger(__name__)
TRY_SECONDS = 5.0
# Celery's own pauses between two tries to reach its broker grow to half a minute.
OVERLAP_SECONDS = 45.0


class StandIn(threading.Thread):
    """Tries the bell every few seconds; while nobody hears it, and a while longer, the worker works without."""

    def __init__(self, worker: Worker) -> None:
        super().__init__(name="stand-in", daemon=True)
        self.lookout = Lookout(worker)
        self.ended = threading.Event()
        self.next_try = 0.0
        self.stands_until = 0.0

    def run(self) -> None:
        """Until `stop`; no trouble is a reason to end."""
        pause = 0.0
        while not self.ended.wait(pause):
            try:
                pause = self.round()
            except Exception:
                log.exception("standin.fault")
                pause = TRY_SECONDS
        connection.close()

    def round(self) -> float:
        """Try the bell when it is time to, or look for work; the seconds to wait before the next round."""
        if time.monotonic() >= self.next_try:
            self.try_bell()
        if time.monotonic() < self.stands_until:
            return self.lookout.look()
        return TRY_SECONDS

    def try_bell(self) -> None:
        """Ring, and stand in for a while when nobody hears it."""
        if not ring(RENDER, "trial", expires=TRY_SECONDS):
            if time.monotonic() > self.stands_until:
                log.warning("bell.unheard", worker=self.lookout.worker.name)
            self.stands_until = time.monotonic() + OVERLAP_SECONDS
        self.next_try = time.monotonic() + TRY_SECONDS

    def stop(self, seconds: float) -> None:
        """Take nothing more; what is under way has so many seconds to come to its end."""
        self.ended.set()
        if self.is_alive():
            self.join(seconds)

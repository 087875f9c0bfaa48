"""The doorbell: tells workers that the database holds work. A lost ring costs time, never work."""

from __future__ import annotations

import atexit
import os
import queue
import threading
import time

import structlog
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError

from craftkit.celery import app

log = structlog.get_logger(__name__)
Ring = tuple[str, tuple[str, ...]]
WAITING_RINGS = 1000
LAST_SECONDS = 2.0


def ring_after_commit(task: str, *args: str) -> None:
    """Ring once the surrounding transaction is committed."""
    transaction.on_commit(lambda: ring_soon(task, *args), robust=True)


def ring_soon(task: str, *args: str) -> None:
    """Ring without waiting for it: a broker that hangs holds up nobody who accepts work."""
    if settings.BROKER_URL:
        ringer.hand_over(task, args)


def ring(task: str, *args: str, expires: float | None = None) -> bool:
    """Send the task by name; False when nobody hears it, which the sweep makes good. `expires` is in seconds."""
    if not settings.BROKER_URL:
        return False
    try:
        app.send_task(task, args=args, ignore_result=True, retry=False, expires=expires)
    except (OperationalError, OSError) as error:
        log.warning("doorbell.unheard", task=task, error=str(error))
        return False
    return True


class Ringer:
    """A thread that rings for the others of its process; it begins with the first ring, in each fork anew."""

    def __init__(self) -> None:
        self.owner = 0
        self.lock = threading.Lock()
        self.rings: queue.Queue[Ring] = queue.Queue(WAITING_RINGS)

    def hand_over(self, task: str, args: tuple[str, ...]) -> None:
        """Take a ring; with a thousand waiting one more would change nothing."""
        if self.owner != os.getpid():
            self._begin()
        try:
            self.rings.put_nowait((task, args))
        except queue.Full:
            log.warning("doorbell.dropped", task=task)

    def finish(self) -> None:
        """Give the rings of a process that ends a last chance."""
        deadline = time.monotonic() + LAST_SECONDS
        while self.owner == os.getpid() and self.rings.unfinished_tasks and time.monotonic() < deadline:
            time.sleep(0.01)

    def _begin(self) -> None:
        with self.lock:
            if self.owner == os.getpid():
                return
            self.rings, self.owner = queue.Queue(WAITING_RINGS), os.getpid()
            threading.Thread(target=self._ring_on, args=(self.rings,), name="doorbell", daemon=True).start()

    def _ring_on(self, rings: queue.Queue[Ring]) -> None:
        while True:
            task, args = rings.get()
            try:
                # A connection that its server closed is only found out by using it.
                if not ring(task, *args):
                    ring(task, *args)
            except Exception:
                log.exception("doorbell.fault")
            finally:
                rings.task_done()


ringer = Ringer()
atexit.register(ringer.finish)

"""What every worker does beside its work: give signs of life, ring for forgotten work, end a worker that is stuck."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from datetime import timedelta

import structlog
from django.db import Error, connection
from django.db.models.functions import Now

from craftkit.lib.doorbell import ring
from craftkit.lib.leases import leave_broken_connection
from renders import expiry, retention, tallies, thumbnails
from renders.batches.clerk import Clerk, clerks
from renders.heartbeat import longest_seconds
from renders.models import GoldenCheck, Render, VersionComparison, WorkerPulse
from renders.worker import Worker

log = structlog.get_logger(__name__)
RENDER, DRAW_THUMBNAIL = "renders.tasks.render", "renders.tasks.draw_thumbnail"
COMPARE, CHECK_GOLDEN = "renders.tasks.compare_versions", "renders.tasks.check_golden"
LOOK_SECONDS = 1.0
PULSE_SECONDS = 10.0
HOUSEKEEPING_SECONDS = 3600.0
TALLY_SECONDS = 60.0
FORGOTTEN_SECONDS = 2.0
# So many rings in a row, a second apart, that brought no work although there was some.
DEAF_AFTER = 60
LAST_WORDS_SECONDS = 45.0


def sweep() -> bool:
    """End what is beyond help, and ring for due work that nobody took; True when somebody may have heard it."""
    if Render.objects.exhausted().exists():
        log.error("sweep.gave_up", renders=expiry.give_up_exhausted())
    return Render.objects.forgotten(FORGOTTEN_SECONDS).exists() and ring(RENDER, "sweep", expires=PULSE_SECONDS)


def ring_for_pictures() -> None:
    """Ring for pictures, comparisons and checks that are missing; nobody is told twice while the bell is broken."""
    wanted = [(DRAW_THUMBNAIL, version_id) for version_id in thumbnails.missing(older_than=PULSE_SECONDS)]
    comparisons = VersionComparison.objects.pending(older_than=PULSE_SECONDS)
    wanted += [(COMPARE, comparison_id) for comparison_id in comparisons]
    wanted += [(CHECK_GOLDEN, check_id) for check_id in GoldenCheck.objects.pending(older_than=PULSE_SECONDS)]
    for task, row_id in wanted:
        if not ring(task, str(row_id), expires=PULSE_SECONDS):
            return


def pulse(worker: Worker) -> None:
    """Leave a sign of life, and forget workers that left none for an hour."""
    browser = "" if worker.trouble else worker.lane.version
    signs = {"browser": browser, "error": worker.trouble[:300], "seen_at": Now()}
    WorkerPulse.objects.update_or_create(name=worker.name, defaults=signs)
    WorkerPulse.objects.filter(seen_at__lt=Now() - timedelta(hours=1)).delete()


class Upkeep(threading.Thread):
    """The thread that does it. `boss` is the process that hears the bell: the worker's own, or Celery's above it."""

    def __init__(self, worker: Worker, *, boss: int) -> None:
        super().__init__(name="upkeep", daemon=True)
        self.worker = worker
        self.boss = boss
        self.process = os.getpid()
        self.ended = threading.Event()
        self.due: dict[str, float] = {}
        self.asked_at = worker.asked_at
        self.unanswered = 0
        self.asked_to_end: dict[int, float] = {}
        self.clerks: list[Clerk] = []

    def start(self) -> None:
        """Begin, with the clerks that look after batches."""
        self.clerks = clerks(worker=self.worker.name, store=self.worker.store)
        super().start()

    def wake_clerks(self) -> None:
        """A batch was accepted, or a file of one asked for."""
        for clerk in self.clerks:
            clerk.wake()

    def run(self) -> None:
        """Until `stop`; no trouble is a reason to end, least of all a database that is away."""
        while not self.ended.is_set():
            try:
                self.round()
            except Error as error:
                log.warning("upkeep.database", error=str(error))
            except Exception:
                log.exception("upkeep.fault")
            self.ended.wait(LOOK_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311 - spreads the looks, guards nothing
        connection.close()

    def round(self) -> None:
        """One look at everything."""
        self.watch()
        leave_broken_connection()
        if self.is_time("pulse", PULSE_SECONDS):
            pulse(self.worker)
        if self.worker.busy_since is None:
            self.look_for_forgotten()
        if self.is_time("tallies", TALLY_SECONDS):
            tallies.bring_up_to_date()
        if self.is_time("housekeeping", HOUSEKEEPING_SECONDS):
            retention.forget()

    def is_time(self, chore: str, seconds: float) -> bool:
        """Whether the chore was not done for so long; from now on it was."""
        if time.monotonic() < self.due.get(chore, 0.0):
            return False
        self.due[chore] = time.monotonic() + seconds
        return True

    def look_for_forgotten(self) -> None:
        """Ring for forgotten work, and count the rings that did not make this idle worker look."""
        if self.worker.asked_at != self.asked_at:
            self.asked_at, self.unanswered = self.worker.asked_at, 0
        self.unanswered = self.unanswered + 1 if sweep() else 0
        if self.is_time("pictures", PULSE_SECONDS):
            ring_for_pictures()

    def watch(self) -> None:
        """End a worker that is deaf, or busy with one document beyond all deadlines."""
        busy_since = self.worker.busy_since
        if busy_since is not None and time.monotonic() - busy_since > longest_seconds():
            self.end("worker.stuck", self.process)
        elif self.unanswered > DEAF_AFTER and not self.worker.trouble:
            self.end("worker.deaf", self.boss)

    def end(self, event: str, pid: int) -> None:
        """Ask the process to end; when it is still there after a while, it is not asked again."""
        if pid not in self.asked_to_end:
            self.asked_to_end[pid] = time.monotonic()
            log.error(event, worker=self.worker.name, process=pid)
            os.kill(pid, signal.SIGTERM)
        elif time.monotonic() - self.asked_to_end[pid] > LAST_WORDS_SECONDS:
            os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """End the thread and take the sign of life down."""
        self.ended.set()
        for clerk in self.clerks:
            clerk.stop()
        self.join(timeout=5)
        WorkerPulse.objects.filter(name=self.worker.name).delete()


def take_leave(worker: Worker, upkeep: Upkeep) -> None:
    """Hand back what is at work, close the browser, take the sign of life down; none of it prevents the others."""
    for farewell in (worker.release, worker.lane.stop, upkeep.stop):
        try:
            farewell()
        except Exception:
            log.exception("worker.farewell")

"""The queue's door: each ring makes this process's worker take the fairest due pieces of work."""

from __future__ import annotations

import os
import signal
import time
import uuid
from dataclasses import dataclass
from typing import ClassVar

import structlog
from billiard import pool
from celery import shared_task
from celery.signals import worker_process_init, worker_process_shutdown
from django.db import Error

from craftkit.lib.courtesy import step_back
from craftkit.lib.doorbell import ring
from renders import changes, golden_checks, retention, thumbnails, upkeep
from renders.staffing import hire
from renders.standin import StandIn
from renders.worker import Worker

log = structlog.get_logger(__name__)
SHIFT_SECONDS = 2.0
RECEIPT_TRIES = 20
LAST_RENDER_SECONDS = 30.0


@dataclass
class Crew:
    """This process's worker, its upkeep, and who stands in for the bell; hired when the process starts."""

    worker: Worker
    upkeep: upkeep.Upkeep
    standin: StandIn

    present: ClassVar[Crew | None] = None

    @classmethod
    def gather(cls) -> Crew:
        """The crew, hired now if it was not before."""
        if cls.present is None:
            worker = hire()
            cls.present = cls(worker, upkeep.Upkeep(worker, boss=os.getppid()), StandIn(worker))
            cls.present.upkeep.start()
            cls.present.standin.start()
        return cls.present

    @classmethod
    def dismiss(cls) -> None:
        """Hand back what is at work, close the browser, take the sign of life down."""
        crew, cls.present = cls.present, None
        if crew is not None:
            crew.standin.stop(LAST_RENDER_SECONDS)
            upkeep.take_leave(crew.worker, crew.upkeep)


@worker_process_init.connect
def begin(**_: object) -> None:
    """Each Celery process is one lane: its browser is warm before the first ring."""
    # Asked to end between two tasks, a process may wait half a minute for a receipt that will not come.
    pool.GUARANTEE_MESSAGE_CONSUMPTION_RETRY_LIMIT = RECEIPT_TRIES
    step_back(os.getpid())
    Crew.gather()


@worker_process_shutdown.connect
def end(**_: object) -> None:
    """The browser ends with its process; asked once more to end, it still hands its work back first."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    Crew.dismiss()
    signal.signal(signal.SIGTERM, before)


@shared_task
def render(hint: str, **_: object) -> None:
    """Make due renders, the fairest first, which need not be the one that rang, while there are any.

    Going on by itself, a worker needs no ring for each, and does not stop when they are lost. After a while it rings
    for itself instead, so that other tasks have their turn and a worker that is asked to leave soon can.
    """
    worker = Crew.gather().worker
    end_of_shift = time.monotonic() + SHIFT_SECONDS
    try:
        while worker.serve_one():
            if time.monotonic() > end_of_shift:
                if ring(upkeep.RENDER, "shift"):
                    return
                end_of_shift += SHIFT_SECONDS
    except Error as error:
        log.warning("render.database", hint=hint, error=str(error))


@shared_task(acks_late=False)
def draw_thumbnail(version_id: str, **_: object) -> None:
    """Draw a template version's picture. Acknowledged before: a picture that kills its worker must not come again."""
    worker = Crew.gather().worker
    with worker.busy():
        thumbnails.draw(uuid.UUID(version_id), worker)


@shared_task(acks_late=False)
def compare_versions(comparison_id: str, **_: object) -> None:
    """Print two versions and compare them. Acknowledged before, like pictures of templates."""
    worker = Crew.gather().worker
    with worker.busy():
        changes.compare(uuid.UUID(comparison_id), worker)


@shared_task(acks_late=False)
def check_golden(check_id: str, **_: object) -> None:
    """Print a version and compare it with its golden print. Acknowledged before, like pictures of templates."""
    worker = Crew.gather().worker
    with worker.busy():
        golden_checks.carry_out(uuid.UUID(check_id), worker)


@shared_task
def work_on_batches(hint: str, **_: object) -> None:
    """Wake the clerks of this process; they need no lane."""
    Crew.gather().upkeep.wake_clerks()


@shared_task
def sweep(**_: object) -> None:
    """Look for forgotten work."""
    upkeep.sweep()


@shared_task
def housekeeping(**_: object) -> None:
    """Forget what is past its term."""
    retention.forget()

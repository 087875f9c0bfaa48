"""`manage.py work`: a worker for an install without a broker; it looks into the database ten times a second."""

from __future__ import annotations

import os
import signal
import threading

import structlog
from django.core.management.base import BaseCommand
from django.db import Error

from renders import thumbnails, upkeep
from renders.staffing import hire
from renders.worker import Worker

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 0.1
TROUBLE_SECONDS = 1.0
THUMBNAIL_SECONDS = 0.3


class Command(BaseCommand):
    """Serve due work until SIGTERM or SIGINT."""

    help = "Serve renders without a broker: look for due work in the database ten times a second."

    def handle(self, *args: object, **options: object) -> None:
        """Work until told to stop; the render at hand is finished first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        worker = hire()
        aside = upkeep.Upkeep(worker, boss=os.getpid())
        aside.start()
        try:
            while not stop.is_set():
                stop.wait(look(worker, aside))
        finally:
            upkeep.take_leave(worker, aside)


def look(worker: Worker, aside: upkeep.Upkeep) -> float:
    """Do what is due; the seconds to wait before the next look."""
    try:
        if worker.serve_one():
            return 0.0
        if worker.is_fit() and aside.is_time("drawing", THUMBNAIL_SECONDS):
            draw_missing(worker)
    except Error as error:
        log.warning("work.database", error=str(error))
        return TROUBLE_SECONDS
    except Exception:
        log.exception("work.fault")
        return TROUBLE_SECONDS
    return PAUSE_SECONDS


def draw_missing(worker: Worker) -> None:
    """Draw the oldest missing picture."""
    for version_id in thumbnails.missing()[:1]:
        with worker.busy():
            thumbnails.draw(version_id, worker)

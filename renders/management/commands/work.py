"""`manage.py work`: a worker for an install without a broker; it looks into the database ten times a second."""

from __future__ import annotations

import os
import signal
import threading

from django.core.management.base import BaseCommand

from renders import upkeep
from renders.lookout import Lookout
from renders.staffing import hire


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
        lookout = Lookout(worker)
        try:
            while not stop.is_set():
                stop.wait(lookout.look())
        finally:
            upkeep.take_leave(worker, aside)

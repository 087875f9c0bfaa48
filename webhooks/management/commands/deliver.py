"""`manage.py deliver`: sends webhooks on an install without a broker; it looks into the database twice a second."""

from __future__ import annotations

import signal
import threading

from django.core.management.base import BaseCommand

from webhooks import dispatch


class Command(BaseCommand):
    """Send until SIGTERM or SIGINT."""

    help = "Send webhooks without a broker: look for ready deliveries in the database twice a second."

    def handle(self, *args: object, **options: object) -> None:
        """Work until told to stop; what is under way is finished first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        dispatcher = dispatch.from_settings()
        dispatcher.start()
        stop.wait()
        dispatcher.stop()

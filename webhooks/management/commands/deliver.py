"""`manage.py deliver`: sends webhooks and mails without a broker; it looks into the database twice a second."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from craftkit.lib.dispatch import Dispatcher
from craftkit.mail.dispatch import MailRoom
from webhooks import dispatch


class Command(BaseCommand):
    """Send until SIGTERM or SIGINT."""

    help = "Send webhooks and mails without a broker: look for ready ones in the database twice a second."

    def handle(self, *args: object, **options: object) -> None:
        """Work until told to stop; what is under way is finished first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        dispatchers: list[Dispatcher[Any]] = [dispatch.from_settings(), MailRoom()]
        for one in dispatchers:
            one.start()
        stop.wait()
        for one in dispatchers:
            one.stop()

"""The sign of life of a render at work: its lease, renewed from a thread."""

from __future__ import annotations

import threading
import time
from types import TracebackType

import structlog
from django.conf import settings
from django.db import Error, connection

from craftkit.lib.leases import leave_broken_connection
from renders.claims import Claim
from renders.models import Render

log = structlog.get_logger(__name__)


def longest_seconds() -> float:
    """The time after which whoever works on one document is stuck: the deadlines inside have failed."""
    return settings.RENDER_SECONDS * 2 + 60


class Heartbeat:
    """Renews the lease while the body runs; most renders are done before the first beat.

    It ends by itself with the longest time that work may take: a stuck worker must not hold a render for ever.
    """

    def __init__(self, claim: Claim, *, lease_seconds: float) -> None:
        self.claim = claim
        self.lease_seconds = lease_seconds
        self.done = threading.Event()
        self.thread = threading.Thread(target=self._beat, name="lease", daemon=True)

    def __enter__(self) -> Heartbeat:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.done.set()
        self.thread.join()

    def _beat(self) -> None:
        end = time.monotonic() + longest_seconds()
        held = True
        try:
            while held and not self.done.wait(self.lease_seconds / 4) and time.monotonic() < end:
                held = self.renew()
        finally:
            connection.close()

    def renew(self) -> bool:
        """Extend the lease; False when it is lost. A database that is away now may be back for the next beat."""
        try:
            held = Render.objects.renew(self.claim.render_id, self.claim.token, seconds=self.lease_seconds)
        except Error as error:
            log.warning("render.beat_missed", render=str(self.claim.render_id), error=str(error))
            leave_broken_connection()
            return True
        if not held:
            log.warning("render.lease_lost", render=str(self.claim.render_id))
        return held

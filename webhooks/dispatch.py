"""The sending process: one thread takes parcels in turn and hands them to a pool of couriers.

The bell only makes it look sooner: it also looks by itself, so a lost ring costs a moment and no delivery.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import structlog
from django.conf import settings
from django.db import Error, close_old_connections, connection

from craftkit.lib.outbound import Outbound
from webhooks import retention
from webhooks.claims import Claimant
from webhooks.delivery import Courier, Parcel, take_back
from webhooks.models import Delivery

log = structlog.get_logger(__name__)
LOOK_SECONDS = 0.5
TROUBLE_SECONDS = 1.0
TAKE_BACK_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 3600.0


class Dispatcher(threading.Thread):
    """Sends what is ready, `couriers` at a time, until `stop`; renews the leases of what is under way."""

    def __init__(self, courier: Courier, *, couriers: int) -> None:
        super().__init__(name="dispatch", daemon=True)
        self.courier = courier
        self.claimant = Claimant(f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(3)}")
        self.couriers = couriers
        self.pool = ThreadPoolExecutor(couriers, thread_name_prefix="courier")
        self.flying: dict[uuid.UUID, Parcel] = {}
        self.bell = threading.Event()
        self.ended = threading.Event()
        self.due: dict[str, float] = {}

    def ring(self) -> None:
        """Look at once."""
        self.bell.set()

    def run(self) -> None:
        """Until `stop`, and until what is then under way has come to its end."""
        while not self.ended.is_set() or self.flying:
            self.bell.wait(self.look())
            self.bell.clear()
        connection.close()

    def look(self) -> float:
        """Hand out what is ready; the seconds until the next look without a ring. No trouble is a reason to end."""
        try:
            close_old_connections()
            self._chores()
            while self._hand_out():
                pass
        except Error as error:
            log.warning("dispatch.database", error=str(error))
            return TROUBLE_SECONDS
        except Exception:
            log.exception("dispatch.fault")
            return TROUBLE_SECONDS
        return LOOK_SECONDS

    def stop(self) -> None:
        """Take nothing more, and wait for what is under way."""
        self.ended.set()
        self.bell.set()
        if self.is_alive():
            self.join()
        self.pool.shutdown()

    def _chores(self) -> None:
        if self._is_time("renew", settings.WEBHOOK_LEASE_SECONDS / 4) and self.flying:
            tokens = [parcel.token for parcel in list(self.flying.values())]
            Delivery.objects.renew_all(tokens, seconds=settings.WEBHOOK_LEASE_SECONDS)
        if self._is_time("take_back", TAKE_BACK_SECONDS):
            silent = take_back()
            if silent:
                log.warning("dispatch.took_back", deliveries=silent)
        if self._is_time("housekeeping", HOUSEKEEPING_SECONDS):
            retention.forget()

    def _is_time(self, chore: str, seconds: float) -> bool:
        if time.monotonic() < self.due.get(chore, 0.0):
            return False
        self.due[chore] = time.monotonic() + seconds
        return True

    def _hand_out(self) -> bool:
        """Give one parcel to a free courier; False when there is none of either."""
        if self.ended.is_set() or len(self.flying) >= self.couriers:
            return False
        parcel = self.claimant.take()
        if parcel is None:
            return False
        self.flying[parcel.attempt_id] = parcel
        self.pool.submit(self._deliver, parcel)
        return True

    def _deliver(self, parcel: Parcel) -> None:
        try:
            close_old_connections()
            self.courier.deliver(parcel)
        except Exception:
            log.exception("delivery.fault", delivery=str(parcel.delivery.pk))
        finally:
            self.flying.pop(parcel.attempt_id, None)
            self.ring()


def from_settings() -> Dispatcher:
    """A dispatcher as this install wants it, not started."""
    outbound = Outbound(
        allowed_hosts=settings.OUTBOUND_ALLOWED_HOSTS, total_timeout=float(settings.WEBHOOK_TIMEOUT_SECONDS)
    )
    return Dispatcher(Courier(outbound), couriers=settings.WEBHOOK_COURIERS)

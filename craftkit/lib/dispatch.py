"""A sending process: one thread takes parcels out of the database and hands them to a pool, until it is told to stop.

The bell only makes it look sooner: it also looks by itself, so a lost ring costs a moment and no parcel.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
import time
import uuid
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, Protocol, TypeVar

import structlog
from django.db import Error, close_old_connections, connection

log = structlog.get_logger(__name__)
LOOK_SECONDS = 0.5
TROUBLE_SECONDS = 1.0
TAKE_BACK_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 3600.0


class Claimed(Protocol):
    """What is under way: a claimed row, the token that holds it, and the attempt that is being made."""

    @property
    def token(self) -> uuid.UUID:
        """What only the holder of the lease knows."""

    @property
    def attempt_id(self) -> uuid.UUID:
        """The row of the attempt."""


Parcel = TypeVar("Parcel", bound=Claimed)


class Dispatcher(threading.Thread, ABC, Generic[Parcel]):
    """Sends what is ready, `hands` at a time, until `stop`; renews the leases of what is under way."""

    def __init__(self, name: str, *, hands: int, lease_seconds: float) -> None:
        super().__init__(name=name, daemon=True)
        self.hands = hands
        self.lease_seconds = lease_seconds
        self.worker = f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(3)}"
        self.pool = ThreadPoolExecutor(hands, thread_name_prefix=name)
        self.flying: dict[uuid.UUID, Parcel] = {}
        self.bell = threading.Event()
        self.ended = threading.Event()
        self.due: dict[str, float] = {}

    @abstractmethod
    def next(self) -> Parcel | None:
        """Claim the parcel whose turn it is; None when nothing is ready."""

    @abstractmethod
    def deliver(self, parcel: Parcel) -> None:
        """Make the attempt and write what came of it; called in a thread of the pool."""

    @abstractmethod
    def renew(self, tokens: list[uuid.UUID]) -> None:
        """Hold what is under way for another lease."""

    @abstractmethod
    def take_back(self) -> int:
        """Free what a silent worker held; how many it were."""

    @abstractmethod
    def forget(self) -> None:
        """Once an hour: let go of what nobody needs any more."""

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
            log.warning("dispatch.database", of=self.name, error=str(error))
            return TROUBLE_SECONDS
        except Exception:
            log.exception("dispatch.fault", of=self.name)
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
        if self._is_time("renew", self.lease_seconds / 4) and self.flying:
            self.renew([parcel.token for parcel in list(self.flying.values())])
        if self._is_time("take_back", TAKE_BACK_SECONDS):
            silent = self.take_back()
            if silent:
                log.warning("dispatch.took_back", of=self.name, parcels=silent)
        if self._is_time("housekeeping", HOUSEKEEPING_SECONDS):
            self.forget()

    def _is_time(self, chore: str, seconds: float) -> bool:
        if time.monotonic() < self.due.get(chore, 0.0):
            return False
        self.due[chore] = time.monotonic() + seconds
        return True

    def _hand_out(self) -> bool:
        """Give one parcel to a free hand; False when there is none of either."""
        if self.ended.is_set() or len(self.flying) >= self.hands:
            return False
        parcel = self.next()
        if parcel is None:
            return False
        self.flying[parcel.attempt_id] = parcel
        self.pool.submit(self._deliver, parcel)
        return True

    def _deliver(self, parcel: Parcel) -> None:
        try:
            close_old_connections()
            self.deliver(parcel)
        except Exception:
            log.exception("dispatch.delivery_fault", of=self.name, attempt=str(parcel.attempt_id))
        finally:
            self.flying.pop(parcel.attempt_id, None)
            self.ring()

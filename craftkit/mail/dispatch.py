"""The mail room: one thread takes mails, project by project in turn, and hands them to a small pool of postmen.

The bell only makes it look sooner: it also looks by itself, so a lost ring costs a moment and no mail.
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
from django.db.models import Min

from craftkit.mail import retention
from craftkit.mail.delivery import Parcel, Postman, oldest_due, take, take_back
from craftkit.mail.models import OutgoingMail

log = structlog.get_logger(__name__)
# Mail servers dislike many connections at once from one client.
POSTMEN = 4
LOOK_SECONDS = 0.5
TROUBLE_SECONDS = 1.0
TAKE_BACK_SECONDS = 1.0
HOUSEKEEPING_SECONDS = 3600.0
REMEMBERED = 4096


class Dispatcher(threading.Thread):
    """Sends what is due until `stop`; renews the leases of what is under way."""

    def __init__(self, postman: Postman | None = None, *, postmen: int = POSTMEN) -> None:
        super().__init__(name="mail-room", daemon=True)
        self.postman = postman or Postman()
        self.postmen = postmen
        self.worker = f"{socket.gethostname()[:80]}:{os.getpid()}:{secrets.token_hex(3)}"
        self.pool = ThreadPoolExecutor(postmen, thread_name_prefix="postman")
        self.flying: dict[uuid.UUID, Parcel] = {}
        self.served: dict[uuid.UUID | None, int] = {}
        self.count = 0
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
        """Hand out what is due; the seconds until the next look without a ring. No trouble is a reason to end."""
        try:
            close_old_connections()
            self._chores()
            while self._hand_out():
                pass
        except Error as error:
            log.warning("mail.database", error=str(error))
            return TROUBLE_SECONDS
        except Exception:
            log.exception("mail.fault")
            return TROUBLE_SECONDS
        return LOOK_SECONDS

    def stop(self) -> None:
        """Take nothing more, and wait for what is under way."""
        self.ended.set()
        self.bell.set()
        if self.is_alive():
            self.join()
        self.pool.shutdown()

    def next(self) -> Parcel | None:
        """The next mail, of the project that waited longest for its turn; None when nothing is due."""
        rows = OutgoingMail.objects.due().values("project_id").annotate(head=Min("next_attempt_at")).order_by("head")
        waiting = [row["project_id"] for row in rows]
        for project_id in sorted(waiting, key=lambda project_id: self.served.get(project_id, 0)):
            row_id = oldest_due(project_id)
            parcel = take(row_id, worker=self.worker) if row_id else None
            if parcel:
                self._note(project_id)
                return parcel
        return None

    def _note(self, project_id: uuid.UUID | None) -> None:
        self.count += 1
        if len(self.served) >= REMEMBERED:
            self.served.clear()
        self.served[project_id] = self.count

    def _chores(self) -> None:
        if self._is_time("renew", settings.MAIL_LEASE_SECONDS / 4) and self.flying:
            tokens = [parcel.token for parcel in list(self.flying.values())]
            OutgoingMail.objects.renew_all(tokens, seconds=settings.MAIL_LEASE_SECONDS)
        if self._is_time("take_back", TAKE_BACK_SECONDS):
            silent = take_back()
            if silent:
                log.warning("mail.took_back", mails=silent)
        if self._is_time("housekeeping", HOUSEKEEPING_SECONDS):
            retention.forget()

    def _is_time(self, chore: str, seconds: float) -> bool:
        if time.monotonic() < self.due.get(chore, 0.0):
            return False
        self.due[chore] = time.monotonic() + seconds
        return True

    def _hand_out(self) -> bool:
        """Give one mail to a free postman; False when there is none of either."""
        if self.ended.is_set() or len(self.flying) >= self.postmen:
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
            self.postman.deliver(parcel)
        except Exception:
            log.exception("mail.delivery_fault", mail=str(parcel.mail.pk))
        finally:
            self.flying.pop(parcel.attempt_id, None)
            self.ring()

"""Work that survives its workers: rows are claimed for a while, renewed while somebody works, and taken back after.

The database is the queue of record. A claim is one conditional update that hands out a random fencing token; whoever
finishes must still hold it. All times come from the database's clock, so workers with wrong clocks do no harm.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

import structlog
from django.db import InterfaceError, OperationalError, connection, models
from django.db.models.functions import Now

log = structlog.get_logger(__name__)
Result = TypeVar("Result")
INSIST_SECONDS = 30.0
LONGEST_PAUSE = 2.0


def from_now(seconds: float) -> models.ExpressionWrapper:
    """The database's time, `seconds` ahead."""
    return models.ExpressionWrapper(Now() + timedelta(seconds=seconds), output_field=models.DateTimeField())


def insist(call: Callable[[], Result], *, seconds: float = INSIST_SECONDS) -> Result:
    """Call again while the database is locked or away, so that finished work is not lost to a moment's trouble.

    `call` must do no harm when it runs twice: the first time may have been committed and only its answer lost.
    """
    deadline, pause = time.monotonic() + seconds, 0.05
    while True:
        try:
            return call()
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block or time.monotonic() + pause > deadline:
                raise
            log.warning("database.again", error=str(error))
            connection.close()
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def leave_broken_connection() -> None:
    """Let go of a connection that broke or grew old, so that the next query opens another; never in a transaction."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


class Literal(models.Value):
    """A word of our own inside the SQL: SQLite uses a partial index only for a condition that it can read there."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """The word in quotes."""
        return f"'{self.value}'", ()


class LeasedQuerySet(models.QuerySet):
    """Selections and transitions of leased work; a class of work names its own waiting and running states."""

    waiting = "queued"
    running = "running"

    def unfinished(self) -> LeasedQuerySet:
        """Rows that still wait or are being worked on."""
        return self.filter(status__in=[Literal(self.waiting), Literal(self.running)])

    def due(self) -> LeasedQuerySet:
        """Rows to work on now: waiting ones whose time has come, and those whose worker went silent."""
        waiting = models.Q(status=self.waiting, next_attempt_at__lte=Now())
        return self.unfinished().filter(waiting | models.Q(status=self.running, lease_until__lt=Now()))

    def forgotten(self, seconds: float) -> LeasedQuerySet:
        """Due rows that nobody rings for: the ring of a new one was lost `seconds` ago, or it is not the first try."""
        return self.due().filter(models.Q(next_attempt_at__lt=from_now(-seconds)) | models.Q(attempt__gt=0))

    def expired(self) -> LeasedQuerySet:
        """Rows whose worker went silent."""
        return self.filter(status=Literal(self.running), lease_until__lt=Now())

    def claim(self, row_id: uuid.UUID, *, worker: str, seconds: float) -> uuid.UUID | None:
        """Take one due row; the fencing token, or None when somebody was faster or its attempts are used up."""
        token = uuid.uuid4()
        taken = (
            self.due()
            .filter(pk=row_id, attempt__lt=models.F("max_attempts"))
            .update(
                status=self.running,
                attempt=models.F("attempt") + 1,
                lease_token=token,
                lease_until=from_now(seconds),
                worker=worker,
                started_at=Now(),
            )
        )
        return token if taken else None

    def held(self, row_id: uuid.UUID, token: uuid.UUID) -> LeasedQuerySet:
        """The row, if the token still holds it: every write by a worker goes through this."""
        return self.filter(pk=row_id, lease_token=token, status=self.running)

    def renew(self, row_id: uuid.UUID, token: uuid.UUID, *, seconds: float) -> bool:
        """Extend the lease; False when it was lost."""
        return self.held(row_id, token).update(lease_until=from_now(seconds)) == 1

    def put_back(self, row_id: uuid.UUID, token: uuid.UUID, *, seconds: float, refund: bool = False) -> bool:
        """Return the row to the queue for a later attempt; `refund` for a worker that leaves without having tried."""
        attempt = models.F("attempt") - 1 if refund else models.F("attempt")
        changes = {"lease_token": None, "lease_until": None, "next_attempt_at": from_now(seconds), "attempt": attempt}
        return self.held(row_id, token).update(status=self.waiting, **changes) == 1


class Leased(models.Model):
    """The columns of leased work."""

    attempt = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    next_attempt_at = models.DateTimeField(db_default=Now())
    lease_token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    worker = models.CharField(max_length=120, blank=True, default="")
    started_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

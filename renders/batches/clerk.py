"""A thread beside a worker that does what batches need and no browser: making renders of rows, building files."""

from __future__ import annotations

import random
import threading
import time
import uuid
from collections.abc import Callable, Sequence

import structlog
from django.conf import settings
from django.db import Error, connection
from django.utils.translation import gettext_noop

from craftkit.lib.leases import leave_broken_connection
from craftkit.lib.storage import Store
from renders.batches import bundles, machine, tidying
from renders.models import Batch, BatchFile

log = structlog.get_logger(__name__)
LOOK_SECONDS = 1.0
# After so long a batch lets the next one have its turn.
SHIFT_SECONDS = 2.0
CANDIDATES = 5
TIDY_SECONDS = 1800.0
Chore = Callable[["Clerk"], bool]


class Clerk(threading.Thread):
    """Does its chores whenever there is something to do: a ring tells at once, else it looks every second."""

    def __init__(self, chores: Sequence[Chore], *, worker: str, store: Store) -> None:
        super().__init__(name="clerk", daemon=True)
        self.chores, self.worker, self.store = chores, worker, store
        self.bell, self.ended = threading.Event(), threading.Event()
        self.shift_ends = self.tidied_at = 0.0

    def run(self) -> None:
        """Until `stop`; no trouble is a reason to end."""
        while not self.ended.is_set():
            self.bell.clear()
            if not self.round() and not self.ended.is_set():
                self.bell.wait(LOOK_SECONDS * random.uniform(0.8, 1.2))  # noqa: S311 - spreads the looks
        connection.close()

    def round(self) -> bool:
        """Each chore once; whether one of them found something to do."""
        try:
            leave_broken_connection()
            return any([chore(self) for chore in self.chores])
        except Error as error:
            log.warning("clerk.database", error=str(error))
        except Exception:
            log.exception("clerk.fault")
        return False

    def wake(self) -> None:
        """Look now."""
        self.bell.set()

    def is_shift_over(self) -> bool:
        """Whether the work at hand is to be left to whoever comes next."""
        return self.ended.is_set() or time.monotonic() > self.shift_ends

    def stop(self) -> None:
        """Put back what is at hand and end."""
        self.ended.set()
        self.bell.set()
        if self.is_alive():
            self.join(timeout=10)


def expand(clerk: Clerk) -> bool:
    """Work on the batch that waits longest, for one shift."""
    due = Batch.objects.due().order_by("next_attempt_at").values_list("id", flat=True)
    for batch_id in list(due[:CANDIDATES]):
        token = Batch.objects.claim(batch_id, worker=clerk.worker, seconds=settings.RENDER_LEASE_SECONDS)
        if token:
            clerk.shift_ends = time.monotonic() + SHIFT_SECONDS
            machine.work_on(batch_id, token, store=clerk.store, is_over=clerk.is_shift_over)
            return True
    return False


def settle(clerk: Clerk) -> bool:
    """End batches whose documents are over."""
    machine.settle()
    return False


def build(clerk: Clerk) -> bool:
    """Build the file that waits longest."""
    due = BatchFile.objects.due().order_by("next_attempt_at").values_list("id", flat=True)
    for file_id in list(due[:CANDIDATES]):
        token = BatchFile.objects.claim(file_id, worker=clerk.worker, seconds=settings.RENDER_LEASE_SECONDS)
        if token:
            bundles.build(file_id, token, store=clerk.store, is_over=clerk.ended.is_set)
            return True
        give_up(file_id)
    return False


def tidy_up(clerk: Clerk) -> bool:
    """Drop what is past its term, once in a while."""
    if not clerk.tidied_at or time.monotonic() - clerk.tidied_at > TIDY_SECONDS:
        clerk.tidied_at = time.monotonic()
        tidying.tidy()
    return False


def give_up(file_id: uuid.UUID) -> None:
    """Fail a file whose builder went silent each time."""
    BatchFile.objects.expired().filter(pk=file_id, attempt__gte=3).update(
        status=BatchFile.Status.FAILED,
        error_code="file_crashed",
        error_message=gettext_noop("The file was given up: its worker stopped answering each time it was tried."),
        lease_token=None,
        lease_until=None,
    )


more: list[Sequence[Chore]] = []


def also(chores: Sequence[Chore]) -> None:
    """Let an app of a floor above have a clerk of its own in every worker process."""
    more.append(chores)


def clerks(*, worker: str, store: Store) -> list[Clerk]:
    """Those of one worker process, started: a large zip must not hold up the rows of the next batch."""
    made = [Clerk(chores, worker=worker, store=store) for chores in ([expand, settle], [build, tidy_up], *more)]
    for clerk in made:
        clerk.start()
    return made

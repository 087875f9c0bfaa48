"""From the rows of a bulk sending to requests: one by one under a lease, so that a kill at any point neither loses nor
doubles one."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError, InvalidRequest, Issues
from craftkit.lib.leases import from_now, insist
from craftkit.lib.storage import Store
from craftkit.mail import actions as mail
from signatures import bulk
from signatures.models import BulkRow, BulkSending
from signatures.posting import PdfLost, drafted, frozen_of, put_down, refuse_unfinished
from signatures.serializers import wishes as wishes_of

log = structlog.get_logger(__name__)
CANDIDATES = 5
PAUSE_SECONDS = 10.0


class LeaseLost(Exception):
    """Somebody else has the sending now, or it was cancelled."""


class PatternLost(AppError):
    """What was asked for cannot be read any more."""

    message = gettext_noop("What the rows were to ask for can no longer be read. Send the batch anew.")


class RowCrashed(AppError):
    """The worker went silent each time it came to the row."""

    message = gettext_noop("The row was given up: its worker stopped answering each time it was tried.")


def serve_next(*, worker: str, store: Store, is_over: Callable[[], bool]) -> bool:
    """Take the sending that waits longest as far as the shift lasts; False when none waits."""
    give_up()
    due = BulkSending.objects.due().filter(project__deleted_at=None).order_by("next_attempt_at")
    for sending_id in list(due.values_list("id", flat=True)[:CANDIDATES]):
        token = BulkSending.objects.claim(sending_id, worker=worker, seconds=settings.RENDER_LEASE_SECONDS)
        if token:
            work_on(sending_id, token, store=store, is_over=is_over)
            return True
    return False


def work_on(sending_id: uuid.UUID, token: uuid.UUID, *, store: Store, is_over: Callable[[], bool]) -> None:
    """Send row after row; what the shift leaves is put back for whoever comes next."""
    held = BulkSending.objects.held(sending_id, token).select_related("project", "api_key", "created_by")
    sending = held.first()
    if sending is None:
        return
    try:
        for _ in _Post(sending, token, store).rows():
            if is_over():
                BulkSending.objects.put_back(sending_id, token, seconds=0, refund=True)
                return
        insist(lambda: finish(sending, token))
    except LeaseLost:
        log.info("bulk.lease_lost", sending=str(sending_id))
    except AppError as error:
        log.warning("bulk.waits", sending=str(sending_id), code=error.code, message=error.message)
        insist(lambda: BulkSending.objects.put_back(sending_id, token, seconds=PAUSE_SECONDS, refund=True))
    except Exception:
        log.exception("bulk.fault", sending=str(sending_id))
        insist(lambda: BulkSending.objects.put_back(sending_id, token, seconds=PAUSE_SECONDS))


def finish(sending: BulkSending, token: uuid.UUID) -> bool:
    """Write the end; what the rows ask for is forgotten unless one of them may be tried again."""
    with transaction.atomic():
        changes: dict[str, Any] = {"status": BulkSending.Status.COMPLETED, "completed_at": Now()}
        if not sending.rows.filter(status=BulkRow.Status.FAULTY).exists():
            changes["pattern_sealed"] = ""
        held = BulkSending.objects.held(sending.pk, token)
        return held.update(**changes, lease_token=None, lease_until=None) == 1


class _Post:
    """The work on one sending under one lease."""

    def __init__(self, sending: BulkSending, token: uuid.UUID, store: Store) -> None:
        self.sending, self.token, self.store = sending, token, store
        self.pattern = sending.pattern

    def rows(self) -> Iterator[None]:
        """Each row that waits, in its order; yields after each. AppError for a trouble that passes by itself."""
        while (row := next_row(self.sending)) is not None:
            try:
                self.send(row)
            except AppError as error:
                # A file that is not there will not be there in a moment either.
                if not (error.permanent or isinstance(error, PdfLost)):
                    raise
                self.fault(row, error)
            yield

    def send(self, row: BulkRow) -> None:
        """The request of a row: the file first, then everything else in one transaction."""
        if self.pattern is None:
            raise PatternLost
        line = bulk.line_of(row.row, self.pattern)
        render = line.row.render
        if line.faults or render is None:
            raise InvalidRequest(issues={"formErrors": [], "fieldErrors": line.faults})
        refuse_unfinished(render)
        if not self.pattern.get("embedded"):
            mail.require_configured(self.sending.project)
        wishes = wishes_of(line.checked)
        frozen = frozen_of(render, wishes)
        pdf_key = drafted(render, wishes, frozen).pdf_key
        self.store.put(pdf_key, frozen.pdf, content_type="application/pdf")

        def write() -> None:
            request = drafted(render, wishes, frozen)
            request.pk, request.bulk = row.pk, self.sending
            request.api_key, request.created_by = self.sending.api_key, self.sending.created_by
            with transaction.atomic():
                if self.hold(row, status=BulkRow.Status.SENT, request_id=row.pk):
                    put_down(request, wishes, frozen)

        insist(write)

    def fault(self, row: BulkRow, error: AppError) -> None:
        """Note why a row cannot be sent."""
        log.info("bulk.faulty", sending=str(self.sending.pk), row=row.number, code=error.code)

        def write() -> None:
            with transaction.atomic():
                self.hold(row, status=BulkRow.Status.FAULTY, issues=issues_of(error))

        insist(write)

    def hold(self, row: BulkRow, **changes: Any) -> bool:
        """Renew the lease, which forgives earlier attempts, and change the row; False when that is done already.

        Raises LeaseLost when the lease is gone.
        """
        lease = from_now(settings.RENDER_LEASE_SECONDS)
        if not BulkSending.objects.held(self.sending.pk, self.token).update(attempt=1, lease_until=lease):
            raise LeaseLost
        return BulkRow.objects.filter(pk=row.pk, status=BulkRow.Status.QUEUED).update(**changes) == 1


def next_row(sending: BulkSending) -> BulkRow | None:
    """The first row that waits, with its document."""
    document = [f"row__render__{name}" for name in ("project", "template", "version")]
    return sending.rows.filter(status=BulkRow.Status.QUEUED).select_related(*document).order_by("number").first()


def issues_of(error: AppError) -> Issues:
    """What a row keeps of an error."""
    return error.issues or {"formErrors": [error.message], "fieldErrors": {}}


def give_up() -> None:
    """Pass over the row at which a worker went silent each time, and go on with the next."""
    worn = BulkSending.objects.due().filter(attempt__gte=F("max_attempts"))
    for sending in list(worn[:CANDIDATES]):
        with transaction.atomic():
            again = {"status": BulkSending.Status.QUEUED, "attempt": 0, "lease_token": None, "lease_until": None}
            if not worn.filter(pk=sending.pk).update(**again):
                continue
            row = next_row(sending)
            if row is not None:
                BulkRow.objects.filter(pk=row.pk).update(status=BulkRow.Status.FAULTY, issues=issues_of(RowCrashed()))

"""Send every document of a batch for signature: checked at once, sent by workers row by row; cancel, try again."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from craftkit.accounts.models import ApiKey, User
from craftkit.api import idempotency
from craftkit.api.idempotency import Once
from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import AppError, Conflict, InvalidRequest, field_issues
from craftkit.lib.speech import filled
from craftkit.mail import actions as mail
from renders.models import Batch
from signatures import bulk
from signatures.bulk import Line
from signatures.models import BulkRow, BulkSending, SignaturePolicy
from signatures.models.bulk import sealed_pattern
from signatures.posting import CreditsExhausted, frozen_of
from signatures.serializers import wishes as wishes_of
from signatures.turns import TASK

PARTIAL, ALL_OR_NOTHING = MODES = ("partial", "all-or-nothing")


class SendingOver(Conflict):
    """The sending reached its end before."""

    message = gettext_noop("All rows are through already; only what is not sent yet can be cancelled.")


class NothingToSendAgain(Conflict):
    """No row failed, or the sending is on its way or was cancelled."""

    message = gettext_noop(
        "There is nothing to send again: the sending is on its way or was cancelled, or none of its rows failed."
    )


@dataclass(frozen=True)
class Order:
    """What is asked of each row, on whose behalf, and what bad rows do to the others."""

    pattern: Mapping[str, Any]
    mode: str = ALL_OR_NOTHING
    api_key: ApiKey | None = None
    by: User | None = None


def preview(*, batch: Batch, pattern: Mapping[str, Any]) -> Iterator[Line]:
    """What would be sent, row by row. Raises InvalidRequest for what is no batch to send."""
    refuse_unfit(batch)
    return bulk.plan(batch, pattern)


def refuse_unfit(batch: Batch) -> None:
    """InvalidRequest for a batch that is on its way, empty, or too large."""
    if not batch.is_over:
        raise InvalidRequest(
            gettext_noop("The batch is still on its way."),
            issues=field_issues({"batchId": [gettext_noop("Wait for its end.")]}),
        )
    count = batch.rows.count()
    if not 1 <= count <= bulk.MOST_ROWS:
        said = filled("The batch has {count} rows; 1 to {most} can be sent at once.", count=count, most=bulk.MOST_ROWS)
        raise InvalidRequest(said, issues=field_issues({"batchId": [said]}))


def send_batch(*, batch: Batch, order: Order, once: Once | None = None) -> tuple[BulkSending, bool]:
    """Put the whole batch into the queue in one transaction; the sending, and whether it is a replay.

    Raises InvalidRequest that names every bad row, EmailNotConfigured, CreditsExhausted.
    """
    rows = list(looked_at(preview(batch=batch, pattern=order.pattern), order.mode))
    fit = sum(row.status == BulkRow.Status.QUEUED for row in rows)
    if not order.pattern.get("embedded"):
        mail.require_configured(batch.project)
    if batch.env == "live" and not SignaturePolicy.objects.has_credits(batch.project, fit):
        raise CreditsExhausted
    made, replayed = idempotency.run(once, lambda: put_in_queue(batch, order, rows))
    return BulkSending.objects.get(pk=made), replayed


def looked_at(lines: Iterator[Line], mode: str) -> Iterator[BulkRow]:
    """The rows as they will be kept. Raises InvalidRequest where the bad ones hold up the others, or none is good."""
    faults: dict[str, list[str]] = {}
    bad, good = 0, 0
    for line in lines:
        if not (line.faults or good or bad):
            line.faults = faults_of_first(line)
        row = BulkRow(number=line.row.number, row_id=line.row.pk)
        if line.faults:
            row.status, row.issues = BulkRow.Status.FAULTY, {"formErrors": [], "fieldErrors": line.faults}
            faults |= {f"rows[{row.number}].{path}": said for path, said in line.faults.items()}
        bad, good = bad + bool(line.faults), good + (not line.faults)
        yield row
    if bad and (mode == ALL_OR_NOTHING or not good):
        message = filled("{count} of {all} rows cannot be sent; nothing was.", count=bad, all=bad + good)
        raise InvalidRequest(message, issues=field_issues(faults))


def faults_of_first(line: Line) -> dict[str, list[str]]:
    """What only a document shows, of one: fields that fit none of the pages rarely fit those of the next document."""
    render = line.row.render
    assert render
    try:
        frozen_of(render, wishes_of(line.checked))
    except AppError as error:
        if not error.permanent:
            raise
        return dict(error.issues["fieldErrors"] if error.issues else {}) or {"document": [error.message]}
    return {}


def put_in_queue(batch: Batch, order: Order, rows: list[BulkRow]) -> uuid.UUID:
    """The sending and all its rows. Inside a transaction."""
    made = BulkSending.objects.create(
        project=batch.project,
        env=batch.env,
        batch=batch,
        total=len(rows),
        pattern_sealed=sealed_pattern(order.pattern),
        api_key=order.api_key,
        created_by=order.by,
    )
    for row in rows:
        row.sending = made
    BulkRow.objects.bulk_create(rows, batch_size=bulk.CHUNK)
    ring_after_commit(TASK, str(made.pk))
    return made.pk


def cancel(*, sending: BulkSending) -> BulkSending:
    """Send no further row; what was sent stays. SendingOver when there is nothing left to hold back."""
    with transaction.atomic():
        changes: dict[str, Any] = {"status": BulkSending.Status.CANCELLED, "lease_token": None, "lease_until": None}
        changes |= {"completed_at": Now(), "pattern_sealed": ""}
        if not BulkSending.objects.move(sending.pk, before=BulkSending.ACTIVE, **changes):
            raise SendingOver
        sending.rows.filter(status=BulkRow.Status.QUEUED).update(status=BulkRow.Status.SKIPPED)
    sending.refresh_from_db()
    return sending


def retry(*, sending: BulkSending, once: Once | None = None) -> BulkSending:
    """Try the rows again that could not be sent, as their batch stands now. Raises NothingToSendAgain."""

    def again() -> uuid.UUID:
        changes = {"status": BulkSending.Status.QUEUED, "attempt": 0, "completed_at": None, "next_attempt_at": Now()}
        over = (BulkSending.Status.COMPLETED,)
        faulty = sending.rows.filter(status=BulkRow.Status.FAULTY)
        if not BulkSending.objects.move(sending.pk, before=over, **changes):
            raise NothingToSendAgain
        if not faulty.update(status=BulkRow.Status.QUEUED, issues=None):
            raise NothingToSendAgain
        ring_after_commit(TASK, str(sending.pk))
        return sending.pk

    idempotency.run(once, again)
    sending.refresh_from_db()
    return sending

"""Send every document of a batch for signature: all of them, or none."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.accounts.models import ApiKey, User
from craftkit.api import idempotency
from craftkit.api.idempotency import Once
from craftkit.lib.errors import AppError, InvalidRequest, field_issues
from craftkit.lib.speech import filled
from craftkit.lib.storage import from_settings
from craftkit.mail import actions as mail
from renders.models import Batch
from signatures import bulk
from signatures.actions.sending import drafted, frozen_of, put_down
from signatures.bulk import Line
from signatures.freezing import Frozen
from signatures.models import BulkSending, SignatureRequest
from signatures.serializers import wishes as wishes_of
from signatures.wishes import Wishes


@dataclass(frozen=True)
class Prepared:
    """A request that only has to be written."""

    request: SignatureRequest
    wishes: Wishes
    frozen: Frozen


def preview(*, batch: Batch, pattern: Mapping[str, Any]) -> list[Line]:
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


def send_batch(
    *,
    batch: Batch,
    pattern: Mapping[str, Any],
    api_key: ApiKey | None = None,
    by: User | None = None,
    once: Once | None = None,
) -> tuple[BulkSending, bool]:
    """All requests in one transaction, and whether it is a replay. Raises InvalidRequest that names every bad row."""
    lines = preview(batch=batch, pattern=pattern)
    refuse_faulty(lines)
    if not pattern.get("embedded"):
        mail.require_configured(batch.project)
    prepared = prepare(lines, api_key, by)
    for one in prepared:
        from_settings().put(one.request.pdf_key, one.frozen.pdf, content_type="application/pdf")
    made, replayed = idempotency.run(once, lambda: write(batch, prepared))
    return BulkSending.objects.get(pk=made), replayed


def refuse_faulty(lines: Sequence[Line]) -> None:
    """InvalidRequest with what is wrong, by row."""
    faults = {f"rows[{one.row.number}].{path}": said for one in lines for path, said in one.faults.items()}
    if faults:
        count = sum(bool(one.faults) for one in lines)
        message = filled("{count} of {all} rows cannot be sent; nothing was.", count=count, all=len(lines))
        raise InvalidRequest(message, issues=field_issues(faults))


def prepare(lines: Sequence[Line], api_key: ApiKey | None, by: User | None) -> list[Prepared]:
    """Every document frozen with its fields; a fault of one names its row, and nothing is sent."""
    prepared = []
    for line in lines:
        render = line.row.render
        assert render
        wishes = wishes_of(line.checked)
        try:
            frozen = frozen_of(render, wishes)
        except AppError as error:
            fields = (error.issues or {"fieldErrors": {}})["fieldErrors"]
            line.faults = dict(fields) or {"document": [error.message]}
            continue
        request = drafted(render, wishes, frozen)
        request.api_key, request.created_by = api_key, by
        prepared.append(Prepared(request, wishes, frozen))
    refuse_faulty(lines)
    return prepared


def write(batch: Batch, prepared: Sequence[Prepared]) -> uuid.UUID:
    """All rows. Inside a transaction."""
    made = BulkSending.objects.create(project=batch.project, env=batch.env, batch=batch, total=len(prepared))
    for one in prepared:
        one.request.bulk = made
        put_down(one.request, one.wishes, one.frozen)
    return made.pk

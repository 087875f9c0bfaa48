"""Accept batches, start drafts, cancel, send again what failed, ask for files."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from craftkit.accounts.models import ApiKey, Project
from craftkit.api import idempotency
from craftkit.api.idempotency import Once
from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import Conflict, InvalidRequest, PayloadTooLarge, field_issues
from craftkit.lib.ids import new_id
from craftkit.lib.speech import filled
from craftkit.lib.storage import from_settings
from renders.actions import refuse_when_full, with_zone
from renders.batches import documents
from renders.batches.columns import Reading, grouping, planned
from renders.batches.names import check_pattern
from renders.batches.rows import ROWS_LIMIT, counted, rows_of
from renders.batches.table import decoded, delimiter_of, invalid, records
from renders.models import Batch, BatchFile
from templates_app.fields import Manifest, parse_manifest
from templates_app.models import TemplateVersion

TASK = "renders.tasks.work_on_batches"
LONGEST_PAUSE = 0.25


class BatchOver(Conflict):
    """The batch reached its end before."""

    message = gettext_noop("The batch is over already; only one on its way can be cancelled.")


class NothingToRetry(Conflict):
    """No document of the batch failed, or it is still on its way."""

    message = gettext_noop("There is nothing to send again: the batch is on its way, or none of its documents failed.")


class BatchNotFinished(Conflict):
    """Files are made of batches that are over."""

    code = "batch_not_finished"
    message = gettext_noop("The batch is still on its way; ask again when it is over.")


class NoDocuments(Conflict):
    """There is nothing to put into a file."""

    code = "no_documents"
    message = gettext_noop("The batch has no finished document.")


@dataclass(frozen=True)
class Upload:
    """What was sent: rows as JSON, or a CSV with what its sender says about it."""

    raw: bytes
    kind: str = "json"
    mapping: dict[str, str | None] = field(default_factory=dict)
    group_by: str = ""
    delimiter: str = ""
    encoding: str = ""
    # A draft's columns may still be mapped.
    is_draft: bool = False


@dataclass(frozen=True)
class Wishes:
    """How the batch is to be made."""

    options: dict[str, Any] = field(default_factory=dict)
    mode: str = Batch.Mode.PARTIAL
    on_error: str = Batch.OnError.CONTINUE
    name: str = ""


def read(upload: Upload, manifest: Manifest) -> tuple[Reading, int]:
    """How to read the upload, and how many documents it makes. Raises InvalidRequest or PayloadTooLarge."""
    if len(upload.raw) > settings.BATCH_BYTES:
        raise PayloadTooLarge(
            filled("The rows are larger than {most} MB. Split them up.", most=settings.BATCH_BYTES // 2**20)
        )
    reading = Reading("json") if upload.kind == "json" else _csv_reading(upload, manifest)
    total = counted(rows_of(upload.raw, reading, manifest))
    if not total:
        raise InvalidRequest(
            gettext_noop("There are no rows."), issues=field_issues({"rows": [gettext_noop("Send at least one row")]})
        )
    if total > ROWS_LIMIT:
        message = filled("At most {most} rows in one batch; split them up.", most=ROWS_LIMIT)
        fault = filled("At most {most} rows in one batch", most=ROWS_LIMIT)
        raise InvalidRequest(message, issues=field_issues({"rows": [fault]}))
    return reading, total


def _csv_reading(upload: Upload, manifest: Manifest) -> Reading:
    text, encoding = decoded(upload.raw, upload.encoding)
    delimiter = upload.delimiter or delimiter_of(text)
    header = next(records(text, delimiter), None)
    if header is None:
        raise invalid(gettext_noop("The file is empty. Its first line must name the columns."))
    columns = planned(header, manifest, upload.mapping, upload.group_by)
    if not any(column.target for column in columns) and not upload.is_draft:
        raise invalid(gettext_noop("No column is named like a variable of the template. Map the columns."), "mapping")
    return Reading("csv", encoding, delimiter, columns, grouping(columns, upload.group_by))


@dataclass(frozen=True)
class Asker:
    """On whose behalf a batch is made: live or test, the key, the request."""

    env: str
    key: ApiKey | None = None
    request_id: str = ""


def accept(
    *, version: TemplateVersion, upload: Upload, wishes: Wishes, asker: Asker, once: Once | None = None
) -> tuple[Batch, bool]:
    """Store the upload, then the batch with its idempotency key; the batch and whether it is a replay.

    Rows are held against the manifest later, by a worker: accepting takes the same time whatever is in them.
    """
    manifest = parse_manifest(version.manifest)
    check_pattern(wishes.options.get("filename") or "", manifest)
    reading, total = read(upload, manifest)
    refuse_when_full()
    project, batch_id = version.template.project, new_id()
    batch = Batch(
        id=batch_id,
        project=project,
        env=asker.env,
        template=version.template,
        version=version,
        status=Batch.Status.DRAFT if upload.is_draft else Batch.Status.QUEUED,
        reading=reading.as_json(),
        source_key=f"{project.pk}/batches/{batch_id}/source",
        total=total,
        request_id=asker.request_id,
        api_key=asker.key,
        **as_columns(wishes, project),
    )
    store = from_settings()
    store.put(batch.source_key, upload.raw, content_type="application/octet-stream")
    made, replayed = idempotency.run(once, lambda: _put_in_queue(batch))
    if replayed:
        store.delete(batch.source_key)
        return Batch.objects.select_related("template", "version").get(pk=made), True
    batch.refresh_from_db(fields=["created_at"])
    return batch, False


def as_columns(wishes: Wishes, project: Project) -> dict[str, Any]:
    """The wishes as columns of a batch; options that say nothing are left away, but for the project's time zone."""
    options = with_zone(project, {name: value or None for name, value in wishes.options.items()})
    return {"options": options, "mode": wishes.mode, "on_error": wishes.on_error, "name": wishes.name}


def _put_in_queue(batch: Batch) -> uuid.UUID:
    batch.save(force_insert=True)
    if batch.status == Batch.Status.QUEUED:
        ring_after_commit(TASK, str(batch.pk))
    return batch.pk


def fingerprint(path: str, upload: Upload, wishes: Wishes) -> str:
    """What makes two requests the same: where they go, their bytes, and what they wish."""
    about = [upload.kind, upload.mapping, upload.group_by, upload.delimiter, upload.encoding]
    wanted = [wishes.options, wishes.mode, wishes.on_error, wishes.name]
    said = json.dumps([path, about, wanted], sort_keys=True).encode()
    return hashlib.sha256(hashlib.sha256(upload.raw).digest() + said).hexdigest()


def start(*, batch: Batch, reading: Reading, total: int, wishes: Wishes) -> bool:
    """Send a draft on its way, read like this; False when it was started before."""
    changes: dict[str, Any] = {
        "status": Batch.Status.QUEUED,
        "reading": reading.as_json(),
        "total": total,
        **as_columns(wishes, batch.project),
        "created_at": Now(),
        "next_attempt_at": Now(),
    }
    with transaction.atomic():
        started = Batch.objects.move(batch.pk, before=(Batch.Status.DRAFT,), **changes)
        if started:
            ring_after_commit(TASK, str(batch.pk))
        return started


def cancel(*, batch: Batch) -> Batch:
    """End a batch on its way, with all its documents that are not over; BatchOver when it has ended."""
    with transaction.atomic():
        changes = {"status": Batch.Status.CANCELLED, "lease_token": None, "lease_until": None, "completed_at": Now()}
        if not Batch.objects.move(batch.pk, before=Batch.ACTIVE, **changes):
            raise BatchOver
        documents.cancel_unfinished(batch)
    batch.refresh_from_db()
    return batch


def retry(*, batch: Batch, once: Once | None = None) -> Batch:
    """Send the rows again whose documents failed or were cancelled, and go on with a cancelled batch."""

    def send() -> uuid.UUID:
        counts = documents.counts_of([batch])[batch.pk]
        if not counts["failed"] + counts["cancelled"] + counts["pending"] or batch.status == Batch.Status.FAILED:
            raise NothingToRetry
        again = {"round": F("round") + 1, "attempt": 0, "counts": {}, "completed_at": None, "next_attempt_at": Now()}
        before = (Batch.Status.COMPLETED, Batch.Status.CANCELLED)
        if not Batch.objects.move(batch.pk, before=before, status=Batch.Status.QUEUED, **again):
            raise NothingToRetry
        ring_after_commit(TASK, str(batch.pk))
        return batch.pk

    idempotency.run(once, send)
    batch.refresh_from_db()
    return batch


def want_file(*, batch: Batch, kind: str) -> BatchFile:
    """The batch's zip or merged PDF as it stands, asked for now if it was not before."""
    if not batch.is_over:
        raise BatchNotFinished
    found = BatchFile.objects.filter(batch=batch, kind=kind, round=batch.round).first()
    if found is not None:
        return found
    if not documents.succeeded(batch).exists():
        raise NoDocuments
    try:
        with transaction.atomic():
            file = BatchFile.objects.create(batch=batch, kind=kind, round=batch.round)
            ring_after_commit(TASK, str(batch.pk))
    except IntegrityError:
        # Somebody asked at the same moment.
        return BatchFile.objects.get(batch=batch, kind=kind, round=batch.round)
    return file


def wait_for_file(*, file: BatchFile, seconds: float) -> BatchFile:
    """The file as it stands when it is built, or when the time is up."""
    deadline = time.monotonic() + seconds
    while file.status not in (BatchFile.Status.READY, BatchFile.Status.FAILED) and time.monotonic() < deadline:
        connection.close_if_unusable_or_obsolete()
        time.sleep(min(LONGEST_PAUSE, max(0.0, deadline - time.monotonic())))
        file.refresh_from_db()
    return file

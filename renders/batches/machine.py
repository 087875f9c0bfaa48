"""From an accepted upload to renders: chunk by chunk under a lease, so that a kill at any point neither loses nor
doubles a row; and the end of a batch once all its documents are over."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_noop

from craftkit.lib.doorbell import ring_after_commit
from craftkit.lib.errors import AppError
from craftkit.lib.ids import new_id
from craftkit.lib.leases import from_now, insist
from craftkit.lib.storage import Store
from renders.batches import documents, events
from renders.batches.columns import Reading
from renders.batches.names import filled
from renders.batches.rows import Row, rows_of
from renders.fitting import fitting
from renders.models import Batch, BatchRow, Render
from templates_app.fields import InvalidInputData, parse_manifest

log = structlog.get_logger(__name__)
RENDER = "renders.tasks.render"
CHUNK = 100
# One ring wakes one lane.
RINGS = 4
PAUSE_SECONDS = 10.0
Prepared = tuple[BatchRow, Render | None]


class LeaseLost(Exception):
    """Somebody else has the batch now, or it was cancelled."""


class RowsInvalid(AppError):
    """The batch is all or nothing, and some of its rows cannot be rendered."""

    status = 400
    code = "rows_invalid"
    message = gettext_noop("Some rows are invalid, so no document was made: the batch was to be all or nothing.")


def work_on(batch_id: uuid.UUID, token: uuid.UUID, *, store: Store, is_over: Callable[[], bool]) -> None:
    """Take a claimed batch as far as the shift lasts; what is left is put back for whoever comes next."""
    batch = Batch.objects.held(batch_id, token).select_related("template", "version").first()
    if batch is None:
        return
    try:
        _Expansion(batch, token, store, is_over).run()
    except LeaseLost:
        log.info("batch.lease_lost", batch=str(batch_id))
    except AppError as error:
        _stop(batch, token, error)
    except Exception:
        log.exception("batch.fault", batch=str(batch_id))
        insist(lambda: Batch.objects.put_back(batch_id, token, seconds=PAUSE_SECONDS))


def _stop(batch: Batch, token: uuid.UUID, error: AppError) -> None:
    """Wait out a storage that is away; give up for a reason that stays."""
    if not error.permanent:
        insist(lambda: Batch.objects.put_back(batch.pk, token, seconds=PAUSE_SECONDS, refund=True))
        return
    insist(lambda: _end(batch, token, status=Batch.Status.FAILED, error_code=error.code, error_message=error.message))


def _end(batch: Batch, token: uuid.UUID, **changes: Any) -> bool:
    with transaction.atomic():
        counts = documents.counts_of([batch])[batch.pk]
        changes |= {"lease_token": None, "lease_until": None, "completed_at": Now(), "counts": counts}
        ended = Batch.objects.held(batch.pk, token).update(**changes) == 1
        if ended:
            documents.cancel_unfinished(batch)
            events.ended(batch)
        return ended


class _Expansion:
    """The work on one batch under one lease."""

    def __init__(self, batch: Batch, token: uuid.UUID, store: Store, is_over: Callable[[], bool]) -> None:
        self.batch, self.token, self.store, self.is_over = batch, token, store, is_over
        self.manifest = parse_manifest(batch.version.manifest)
        self.options: dict[str, Any] = {name: value for name, value in batch.options.items() if value}
        self.pattern = self.options.pop("filename", "")
        self.refused = False

    def run(self) -> None:
        """Rows first, then what is to be sent again; stops between two chunks when the shift is over."""
        if self.is_full():
            Batch.objects.put_back(self.batch.pk, self.token, seconds=PAUSE_SECONDS, refund=True)
            return
        for _ in itertools.chain(self.expand(), self.send_again()):
            if self.is_over():
                Batch.objects.put_back(self.batch.pk, self.token, seconds=0, refund=True)
                return
        if self.refused:
            raise RowsInvalid
        gone_on = {"status": Batch.Status.RENDERING, "lease_token": None, "lease_until": None}
        insist(lambda: Batch.objects.held(self.batch.pk, self.token).update(**gone_on))

    def is_full(self) -> bool:
        """Whether more renders wait than this install accepts."""
        return Render.objects.unfinished().count() >= settings.QUEUE_LIMIT

    def expand(self) -> Iterator[None]:
        """Make a render of each row from where the batch stands; yields after each chunk."""
        if self.batch.expanded >= self.batch.total:
            return
        raw = self.store.get(self.batch.source_key)
        reading = Reading.from_json(self.batch.reading)
        if self.batch.mode == Batch.Mode.ALL_OR_NOTHING:
            self.refused = self.judged(raw, reading)
        rows = itertools.islice(rows_of(raw, reading, self.manifest), self.batch.expanded, self.batch.total)
        while chunk := list(itertools.islice(rows, CHUNK)):
            prepared = [self.prepared(row) for row in chunk]
            self.keep(prepared, expanded=chunk[-1].number)
            yield

    def judged(self, raw: bytes, reading: Reading) -> bool:
        """Whether some row does not fit; found out once and noted, since a batch may take several shifts."""
        if reading.is_refused is not None:
            return reading.is_refused
        verdict = any(self.prepared(row)[1] is None for row in rows_of(raw, reading, self.manifest))
        noted = {**self.batch.reading, "is_refused": verdict}
        insist(lambda: Batch.objects.held(self.batch.pk, self.token).update(reading=noted))
        return verdict

    def prepared(self, row: Row) -> Prepared:
        """The row as it will be kept, and its render if the data fits."""
        kept = BatchRow(batch=self.batch, number=row.number, external_id=row.external_id, metadata=row.metadata)
        try:
            if row.issues:
                raise InvalidInputData(issues=row.issues)
            checked = fitting(self.manifest, row.data, strict=bool(self.options.get("strict")))
        except InvalidInputData as error:
            kept.outcome, kept.issues = BatchRow.Outcome.INVALID, error.issues
            return kept, None
        name = filled(self.pattern, number=row.number, external_id=row.external_id, values=checked.values)
        warnings = [warning.as_json() for warning in checked.warnings]
        kept.render = self.render(data=checked.values, filename=name, warnings=warnings)
        return kept, kept.render

    def render(self, *, data: Any, filename: str, warnings: list[Any]) -> Render:
        """A render of this batch, not yet kept."""
        batch = self.batch
        return Render(
            id=new_id(),
            project_id=batch.project_id,
            env=batch.env,
            template=batch.template,
            version=batch.version,
            source=Render.Source.BATCH,
            is_bulk=True,
            data=data,
            options=self.options | ({"filename": filename} if filename else {}),
            filename=filename,
            warnings=warnings,
            request_id=batch.request_id,
            api_key_id=batch.api_key_id,
        )

    def keep(self, prepared: list[Prepared], *, expanded: int) -> None:
        """Write a chunk: rows, renders and how far the batch is, all or nothing, and only while the lease is held."""
        before = self.batch.expanded
        if self.refused:
            for row, render in prepared:
                if render is not None:
                    row.render, row.outcome = None, BatchRow.Outcome.SKIPPED
        rows = [row for row, _ in prepared]

        def write() -> None:
            with transaction.atomic():
                self.hold(expanded, before)
                self.put([row.render for row in rows if row.render])
                BatchRow.objects.bulk_create(rows)

        insist(write)
        self.batch.expanded = expanded

    def hold(self, expanded: int, before: int) -> None:
        """Renew the lease and note the progress, which also forgives earlier attempts; LeaseLost when it is gone."""
        held = Batch.objects.held(self.batch.pk, self.token).filter(expanded=before)
        if not held.update(expanded=expanded, attempt=1, lease_until=from_now(settings.RENDER_LEASE_SECONDS)):
            raise LeaseLost

    def put(self, renders: list[Render]) -> None:
        """Put renders in the queue and ring."""
        Render.objects.bulk_create(renders)
        for _ in renders[:RINGS]:
            ring_after_commit(RENDER, str(self.batch.pk))

    def send_again(self) -> Iterator[None]:
        """Make a new render for each row whose last one failed or was cancelled; yields after each chunk."""
        ended_badly = (Render.Status.FAILED, Render.Status.CANCELLED)
        rows = BatchRow.objects.filter(batch=self.batch, round__lt=self.batch.round, render__status__in=ended_badly)
        rows = rows.select_related("render").order_by("number")
        while chunk := list(rows[:CHUNK]):
            insist(lambda chunk=chunk: self.replace(chunk))  # type: ignore[misc]
            yield

    def replace(self, rows: list[BatchRow]) -> None:
        """New renders for these rows, in one transaction."""
        with transaction.atomic():
            self.hold(self.batch.expanded, self.batch.expanded)
            for row in rows:
                old = row.render
                row.render = self.render(data=old.data, filename=old.filename, warnings=old.warnings) if old else None
                row.round = self.batch.round
            self.put([row.render for row in rows if row.render])
            BatchRow.objects.bulk_update(rows, ["render", "round"])


def settle() -> None:
    """End batches whose documents are all over; stop those that were to stop at the first failure."""
    for batch in Batch.objects.filter(status=Batch.Status.RENDERING):
        if batch.on_error == Batch.OnError.STOP and has_failed(batch):
            documents.cancel_unfinished(batch)
        if not documents.unfinished(batch).exists():
            insist(lambda batch=batch: complete(batch))  # type: ignore[misc]
    for batch in Batch.objects.exhausted():
        give_up(batch)


def has_failed(batch: Batch) -> bool:
    """Whether a document of the batch failed for good."""
    return BatchRow.objects.filter(batch=batch, render__status=Render.Status.FAILED).exists()


def complete(batch: Batch) -> bool:
    """Write the end of a batch once, and tell of it."""
    with transaction.atomic():
        counts = documents.counts_of([batch])[batch.pk]
        changes = {"status": Batch.Status.COMPLETED, "completed_at": Now(), "counts": counts}
        ended = Batch.objects.move(batch.pk, before=(Batch.Status.RENDERING,), **changes)
        if ended:
            events.ended(batch)
        return ended


def give_up(batch: Batch) -> None:
    """Fail a batch whose worker went silent each time it was tried."""
    if batch.lease_token:
        message = gettext_noop("The batch was given up: its worker stopped answering each time it was tried.")
        _end(batch, batch.lease_token, status=Batch.Status.FAILED, error_code="batch_crashed", error_message=message)

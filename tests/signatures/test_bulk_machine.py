"""Rows of a bulk sending outlive their workers: each becomes one request, and faults stay with their row."""

from __future__ import annotations

import csv
import uuid
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError

from craftkit.lib.storage import from_settings
from craftkit.mail.models import OutgoingMail
from renders.batches.clerk import Clerk
from renders.models import Render
from signatures import bulk_machine, posting, tasks
from signatures.models import BulkRow, BulkSending, SignatureRequest
from tests.api.calls import Caller
from tests.factories import make_signature
from tests.signatures.test_bulk import batch, send, text_of, work

__all__ = ["batch"]


def test_the_clerks_beside_workers_send_rows(acme, batch):
    send(acme, batch)
    clerk = Clerk([tasks.send_rows], worker="clerk", store=from_settings())

    while tasks.send_rows(clerk):
        pass

    assert BulkSending.objects.get().status == "completed"
    assert SignatureRequest.objects.count() == 2


class Killed(BaseException):
    """The worker ends on the spot, wherever it is."""


@pytest.mark.parametrize("step", ["hold", "send", "put_down"])
def test_a_worker_killed_between_or_within_rows_leaves_one_request_for_each(acme, batch, monkeypatch, step):
    send(acme, batch)
    place = bulk_machine if step == "put_down" else bulk_machine._Post
    real, calls = getattr(place, step), []

    def first_ends_it(*given: Any, **named: Any) -> Any:
        calls.append(step)
        done = real(*given, **named)
        if len(calls) == 1:
            raise Killed
        return done

    monkeypatch.setattr(place, step, first_ends_it)
    with pytest.raises(Killed):
        work()
    # The lease of the one that is gone runs out.
    BulkSending.objects.update(lease_until="2000-01-01T00:00Z")
    work()

    assert sorted(SignatureRequest.objects.values_list("name", flat=True)) == ["Lease of Acme", "Lease of Globex"]
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["ruth@example.com", "zoe@example.com"]
    assert set(BulkRow.objects.values_list("status", flat=True)) == {"sent"}
    assert BulkSending.objects.get().status == "completed"


def test_a_worker_that_lost_its_lease_sends_nothing_more(acme, batch, monkeypatch):
    sending = BulkSending.objects.get(pk=send(acme, batch).json()["id"])
    token = BulkSending.objects.claim(sending.pk, worker="slow", seconds=60)
    assert token
    real = posting.frozen_of

    def taken_over(*given: Any) -> Any:
        BulkSending.objects.filter(pk=sending.pk).update(lease_token=uuid.uuid4())
        return real(*given)

    monkeypatch.setattr(bulk_machine, "frozen_of", taken_over)
    bulk_machine.work_on(sending.pk, token, store=from_settings(), is_over=lambda: False)

    assert not SignatureRequest.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_the_database_refuses_a_second_request_of_a_row(acme, batch):
    send(acme, batch)
    work()
    sent = SignatureRequest.objects.all()[0]
    assert sent.pk == BulkRow.objects.get(request=sent).pk

    with pytest.raises(IntegrityError):
        sent.save(force_insert=True)


def test_a_row_that_kills_each_worker_is_passed_over(acme, batch):
    sending = BulkSending.objects.get(pk=send(acme, batch).json()["id"])
    BulkSending.objects.update(status="sending", attempt=3, lease_token=uuid.uuid4(), lease_until="2000-01-01T00:00Z")

    work()

    assert list(sending.rows.order_by("number").values_list("status", flat=True)) == ["faulty", "sent"]
    assert "stopped answering" in str(sending.rows.get(number=1).issues)


def test_what_was_sent_before_there_were_rows_has_them_now(acme, batch):
    sending = BulkSending.objects.create(project=acme.project, batch=batch, total=2)
    row = batch.rows.get(number=2)
    asked_before = make_signature(row.render, bulk=sending)

    import_module("signatures.migrations.0009_rows_of_what_was_sent").give_rows(apps, None)

    kept = BulkRow.objects.get()
    assert (kept.number, kept.row, kept.request, kept.told_status) == (2, row, asked_before, "sent")
    assert BulkSending.objects.get().status == "completed"


def test_a_lost_file_is_a_fault_of_its_row_alone(acme, batch):
    second = Render.objects.get(batch_row__number=2)
    made = send(acme, batch).json()["id"]
    Render.objects.filter(pk=second.pk).update(pdf_key="gone.pdf")

    work()

    lines = list(csv.DictReader(StringIO(text_of(Caller(acme.live_key).get(f"/v1/signatures/bulk/{made}/result")))))
    assert [line["status"] for line in lines] == ["sent", "faulty"]
    assert "cannot be read from the storage" in lines[1]["errorMessage"]
    assert lines[1]["recipients"] == "zoe@example.com; omar@example.com"

"""A document is deleted and sent for signature in the same instant: whichever comes second is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from craftkit.lib.storage import from_settings
from craftkit.mail.models import OutgoingMail
from renders import deleting
from renders.models import Render
from signatures import bulk_machine, posting
from signatures.actions import sending
from signatures.models import BulkSending, SignaturePolicy, SignatureRequest
from tests.api.calls import Caller
from tests.signatures.conftest import field, pdf_bytes, person
from tests.signatures.test_bulk import batch, send, work

__all__ = ["batch"]


def post(party: Any, document: Render, **more: Any) -> Any:
    """The API's answer to whoever sends it for signature."""
    body = {"renderId": str(document.pk), "recipients": [person()], "fields": [field()]}
    return Caller(party.live_key).post("/v1/signatures", body, **more)


def deleted_after(monkeypatch: pytest.MonkeyPatch, place: Any, step: str, document: Render) -> None:
    """Somebody deletes the document once this step is done."""
    real = getattr(place, step)

    def then_deleted(*given: Any) -> Any:
        done = real(*given)
        deleting.delete(render=document)
        return done

    monkeypatch.setattr(place, step, then_deleted)


@pytest.mark.parametrize(("place", "step"), [(sending, "refuse_unfinished"), (sending, "frozen_of")])
def test_a_document_that_was_deleted_meanwhile_is_not_sent(acme, document, monkeypatch, place, step):
    SignaturePolicy.objects.create(project=acme.project, credits=1)
    deleted_after(monkeypatch, place, step, document)

    answer = post(acme, document, idempotency_key="once")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "not_ready")
    assert answer.json()["error"]["message"] == "The document was deleted, so there is nothing to sign."
    assert not SignatureRequest.objects.exists()
    assert not OutgoingMail.objects.exists()
    assert SignaturePolicy.objects.get().credits == 1
    assert post(acme, document, idempotency_key="once").status_code == 404


def test_a_document_that_was_sent_meanwhile_is_not_deleted(acme, document, monkeypatch):
    real = deleting.delete

    def sent_first(**given: Any) -> None:
        assert post(acme, document).status_code == 201
        real(**given)

    monkeypatch.setattr(deleting, "delete", sent_first)
    answer = Caller(acme.live_key).delete(f"/v1/renders/{document.pk}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "signature_pending")
    assert Render.objects.alive().filter(pk=document.pk).exclude(pdf_key="").exists()
    assert SignatureRequest.objects.get().status == "sent"


def test_a_lost_file_of_a_document_that_is_there_is_still_the_storages_fault(acme, document):
    Render.objects.filter(pk=document.pk).update(pdf_key="nowhere.pdf")

    answer = post(acme, document)

    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "upstream_error")


def test_of_a_batch_only_the_row_of_the_deleted_document_stays_behind(acme, batch, monkeypatch):
    first, second = (row.render for row in batch.rows.order_by("number"))
    from_settings().put("second.pdf", pdf_bytes(), content_type="application/pdf")
    Render.objects.filter(pk=second.pk).update(pdf_key="second.pdf")
    send(acme, batch)
    real = posting.frozen_of

    def then_deleted(render: Render, wishes: Any) -> Any:
        done = real(render, wishes)
        if render == first:
            deleting.delete(render=first)
        return done

    monkeypatch.setattr(bulk_machine, "frozen_of", then_deleted)
    work()

    made = BulkSending.objects.get()
    assert made.status == "completed"
    assert list(made.rows.order_by("number").values_list("status", flat=True)) == ["faulty", "sent"]
    assert "The document was deleted" in str(made.rows.get(number=1).issues)
    assert [request.name for request in SignatureRequest.objects.all()] == ["Lease of Globex"]


def test_whoever_deletes_waits_for_whoever_sends(document):
    """SQLite has one writer at a time, so there is nothing to lock."""
    with CaptureQueriesContext(connection) as said, transaction.atomic():
        posting.hold(document)

    locked = any("FOR NO KEY UPDATE" in query["sql"] for query in said)
    assert locked == (connection.vendor == "postgresql")

"""A batch sent for signature at once: checked row by row, all or nothing, and told as CSV."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest

from craftkit.mail.models import OutgoingMail
from renders.models import Batch
from signatures.models import BulkSending, SignatureRequest
from tests.api.calls import Caller
from tests.factories import make_batch
from tests.signatures.conftest import field, make_document, recipient, sign

PATTERN: dict[str, Any] = {
    "name": "Lease of {{customer.name}}",
    "recipients": [
        {"firstName": "{{metadata.first}}", "email": "{{metadata.email}}"},
        {"firstName": "Omar", "email": "omar@example.com", "designation": "CC"},
    ],
    "fields": [field(0)],
}
PEOPLE = [("Ruth", "ruth@example.com"), ("Zoé", "zoe@example.com")]


@pytest.fixture
def batch(acme) -> Batch:
    """Two finished documents with somebody for each."""
    first = make_document(acme.project)
    second = make_document(acme.project, template=first.template)
    for document, name in ((first, "Acme"), (second, "Globex")):
        document.data = {"customer": {"name": name}}
        document.save(update_fields=["data"])
    made = make_batch(first, second)
    for row, (name, email) in zip(made.rows.order_by("number"), PEOPLE, strict=True):
        row.metadata = {"first": name, "email": email}
        row.external_id = f"=row-{row.number}"
        row.save()
    return made


def send(acme, batch: Batch, **more: Any) -> Any:
    """The API's answer."""
    headers = {"idempotency_key": more.pop("key")} if "key" in more else {}
    body = {"batchId": str(batch.pk), "request": PATTERN, **more}
    return Caller(acme.live_key).post("/v1/signatures/bulk", body, **headers)


def test_every_document_goes_to_its_own_people(acme, batch):
    answer = send(acme, batch)

    assert answer.status_code == 201, answer.json()
    assert (answer.json()["total"], answer.json()["counts"]) == (2, {"sent": 2})
    assert sorted(SignatureRequest.objects.values_list("name", flat=True)) == ["Lease of Acme", "Lease of Globex"]
    assert sorted(mail.to for mail in OutgoingMail.objects.all()) == ["ruth@example.com", "zoe@example.com"]


def test_a_preview_says_what_is_wrong_with_each_row_and_sends_nothing(acme, batch):
    row = batch.rows.get(number=2)
    row.metadata = {"first": "Zoé"}
    row.save()

    rows = send(acme, batch, dryRun=True).json()["rows"]

    assert rows[0]["recipients"] == ["ruth@example.com", "omar@example.com"]
    assert rows[0]["issues"] == []
    assert "recipients[0].email" in rows[1]["issues"][0]
    assert not SignatureRequest.objects.exists()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"metadata": {"first": "Zoé", "email": "nobody"}}, "rows[2].recipients[0].email"),
        ({"render": None}, "rows[2].document"),
    ],
)
def test_one_bad_row_holds_up_all(acme, batch, changes, path):
    row = batch.rows.get(number=2)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()

    answer = send(acme, batch)

    assert answer.status_code == 400
    assert path in answer.json()["error"]["issues"]["fieldErrors"]
    assert not SignatureRequest.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_what_only_the_document_shows_holds_up_all_too(acme, batch):
    pattern = {**PATTERN, "fields": [field(0, pageNumber=3)]}

    answer = send(acme, batch, request=pattern)

    assert answer.status_code == 400
    assert "rows[1].fields[0].pageNumber" in answer.json()["error"]["issues"]["fieldErrors"]
    assert not SignatureRequest.objects.exists()


def test_a_batch_on_its_way_is_not_sent(acme, batch):
    Batch.objects.update(status=Batch.Status.RENDERING)

    assert send(acme, batch).status_code == 400


def test_sent_twice_under_one_key_asks_once(acme, batch):
    first, second = send(acme, batch, key="upload-1"), send(acme, batch, key="upload-1")

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert first.json()["id"] == second.json()["id"]
    assert SignatureRequest.objects.count() == 2


def test_progress_and_result_tell_each_row(acme, globex, batch):
    made = send(acme, batch).json()["id"]
    sign(recipient(SignatureRequest.objects.get(name="Lease of Acme")))

    path = f"/v1/signatures/bulk/{made}"
    progress = Caller(acme.live_key).get(path).json()
    lines = list(csv.DictReader(StringIO(Caller(acme.live_key).get(f"{path}/result").content.decode())))

    assert progress["counts"] == {"viewed": 1, "sent": 1}
    assert [(line["row"], line["externalId"]) for line in lines] == [("1", "'=row-1"), ("2", "'=row-2")]
    assert lines[0]["recipients"] == "ruth@example.com (signed); omar@example.com (copied)"
    assert Caller(globex.live_key).get(path).status_code == 404
    assert Caller(globex.live_key).get(f"{path}/result").status_code == 404
    assert send(globex, batch).status_code == 404
    assert BulkSending.objects.count() == 1

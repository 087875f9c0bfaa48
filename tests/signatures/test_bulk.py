"""A batch sent for signature: checked at once, sent by workers row by row and each row once, and told as CSV."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest

from craftkit.lib.storage import from_settings
from craftkit.mail.models import OutgoingMail
from renders.models import Batch
from signatures import bulk_machine
from signatures.models import BulkSending, SignaturePolicy, SignatureRequest
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


def text_of(answer: Any) -> str:
    """A file that is streamed."""
    return b"".join(answer.streaming_content).decode()


def work() -> None:
    """What the clerks of workers do, until nothing waits."""
    while bulk_machine.serve_next(worker="clerk", store=from_settings(), is_over=lambda: False):
        pass


def in_turn(*answers: bool) -> Any:
    """A shift that ends at these looks at the clock."""
    left = list(answers)
    return lambda: left.pop(0)


def faulty(batch: Batch) -> None:
    """The second row names nobody."""
    batch.rows.filter(number=2).update(metadata={"first": "Zoé", "email": "nobody"})


def send(acme, batch: Batch, **more: Any) -> Any:
    """The API's answer."""
    headers = {"idempotency_key": more.pop("key")} if "key" in more else {}
    body = {"batchId": str(batch.pk), "request": PATTERN, **more}
    return Caller(acme.live_key).post("/v1/signatures/bulk", body, **headers)


def test_every_document_goes_to_its_own_people(acme, batch):
    answer = send(acme, batch)

    assert answer.status_code == 201, answer.json()
    assert (answer.json()["status"], answer.json()["total"], answer.json()["counts"]) == ("queued", 2, {"queued": 2})
    assert not SignatureRequest.objects.exists()

    work()

    told = Caller(acme.live_key).get(f"/v1/signatures/bulk/{answer.json()['id']}").json()
    assert (told["status"], told["counts"]) == ("completed", {"sent": 2})
    assert told["completedAt"]
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
    work()
    assert SignatureRequest.objects.count() == 2


def test_progress_and_result_tell_each_row(acme, globex, batch):
    made = send(acme, batch).json()["id"]
    work()
    sign(recipient(SignatureRequest.objects.get(name="Lease of Acme")))

    path = f"/v1/signatures/bulk/{made}"
    progress = Caller(acme.live_key).get(path).json()
    lines = list(csv.DictReader(StringIO(text_of(Caller(acme.live_key).get(f"{path}/result")))))

    assert progress["counts"] == {"sent": 1, "viewed": 1}
    assert [(line["row"], line["externalId"]) for line in lines] == [("1", "'=row-1"), ("2", "'=row-2")]
    assert lines[0]["recipients"] == "ruth@example.com (signed); omar@example.com (copied)"
    assert Caller(globex.live_key).get(path).status_code == 404
    assert Caller(globex.live_key).get(f"{path}/result").status_code == 404
    assert send(globex, batch).status_code == 404
    assert BulkSending.objects.count() == 1


def test_a_thousand_rows_are_taken_and_more_are_not(acme, batch):
    batch.rows.model.objects.bulk_create(batch.rows.model(batch=batch, number=number) for number in range(3, 1001))

    taken = send(acme, batch, mode="partial")
    batch.rows.create(number=1001)
    refused = send(acme, batch, mode="partial")

    assert taken.json()["counts"] == {"queued": 2, "faulty": 998}
    assert refused.status_code == 400
    assert "1 to 1000" in refused.json()["error"]["message"]


def test_good_rows_go_where_bad_ones_may_stay_behind(acme, batch):
    faulty(batch)

    made = send(acme, batch, mode="partial").json()
    work()

    rows = Caller(acme.live_key).get(f"/v1/signatures/bulk/{made['id']}/rows").json()["rows"]
    assert [row["status"] for row in rows] == ["sent", "faulty"]
    assert rows[0]["signatureRequestId"] == str(SignatureRequest.objects.get().pk)
    assert rows[1]["recipients"] == ["nobody", "omar@example.com"]
    assert rows[1]["issues"] == ["recipients[0].email: Enter a valid email address."]


def test_faulty_rows_are_tried_again_alone(acme, globex, batch):
    faulty(batch)
    path = f"/v1/signatures/bulk/{send(acme, batch, mode='partial').json()['id']}"
    work()
    batch.rows.filter(number=2).update(metadata={"first": "Zoé", "email": "zoe@example.com"})

    assert Caller(globex.live_key).post(f"{path}/retry").status_code == 404
    again = Caller(acme.live_key).post(f"{path}/retry")
    work()

    assert (again.status_code, again.json()["counts"]) == (202, {"queued": 1, "sent": 1})
    assert Caller(acme.live_key).get(path).json()["counts"] == {"sent": 2}
    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["ruth@example.com", "zoe@example.com"]
    assert Caller(acme.live_key).post(f"{path}/retry").status_code == 409


def test_cancelling_holds_back_what_was_not_sent(acme, globex, batch):
    path = f"/v1/signatures/bulk/{send(acme, batch).json()['id']}"
    bulk_machine.serve_next(worker="clerk", store=from_settings(), is_over=in_turn(True))

    assert Caller(globex.live_key).post(f"{path}/cancel").status_code == 404
    cancelled = Caller(acme.live_key).post(f"{path}/cancel")
    work()

    assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
    assert cancelled.json()["counts"] == {"skipped": 1, "sent": 1}
    assert SignatureRequest.objects.get().name == "Lease of Acme"
    assert [Caller(acme.live_key).post(f"{path}/{deed}").status_code for deed in ("cancel", "retry")] == [409, 409]


def test_what_rows_ask_for_is_kept_encrypted_and_only_while_it_is_needed(acme, batch):
    pattern = {**PATTERN, "recipients": [{**PATTERN["recipients"][0], "password": "canary-7"}]}
    made = BulkSending.objects.get(pk=send(acme, batch, request=pattern).json()["id"])
    assert "canary-7" not in made.pattern_sealed
    assert made.pattern == pattern

    work()

    made.refresh_from_db()
    assert made.pattern is None


def test_more_rows_than_credits_are_refused_at_once(acme, batch):
    SignaturePolicy.objects.create(project=acme.project, credits=1)

    assert send(acme, batch).status_code == 402
    assert not BulkSending.objects.exists()

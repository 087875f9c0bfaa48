"""`/v1/batches`: accept, refuse, list, poll, cancel, retry, download."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from craftkit.lib.storage import from_settings
from renders.batches.clerk import Clerk, build, expand, settle
from renders.models import Batch, Render
from tests.api.calls import Caller, error
from tests.factories import SAMPLE, make_batch, make_render, make_template

PATH = "/v1/templates/invoice/batches"
CSV = b"Kunde;Total;Region\nM\xfcller;12.5;Nord\nMeier;x;S\xfcd\n"


@pytest.fixture
def caller(acme):
    make_template(acme.project)
    return Caller(acme.live_key)


@pytest.fixture
def clerk(db) -> Clerk:
    return Clerk([expand, settle, build], worker="host:1:aa", store=from_settings())


def send_csv(caller, raw: bytes = CSV, headers: dict | None = None, **fields):
    form = {"file": SimpleUploadedFile("rows.csv", raw, "text/csv"), **fields}
    return caller.client.post(PATH, form, headers={**caller.headers, **(headers or {})})


def test_an_array_of_rows_is_accepted_at_once(caller):
    answer = caller.post(PATH, [SAMPLE, {"data": SAMPLE, "externalId": "A"}])

    body = answer.json()
    assert (answer.status_code, body["status"], body["total"], body["progress"]) == (202, "queued", 2, 0.0)
    assert body["counts"]["pending"] == 2
    assert body["pollUrl"] == f"http://craftkit.test/v1/batches/{body['id']}"
    assert Render.objects.count() == 0


def test_options_stand_beside_the_rows(caller):
    options = {"locale": "de", "filename": "{{row}}", "versionNumber": 1, "strict": True}

    body = caller.post(PATH, {"rows": [SAMPLE], "options": options, "onError": "stop", "name": "June"}).json()

    assert body["options"] == {"locale": "de", "filename": "{{row}}", "strict": True}
    assert (body["onError"], body["name"], body["versionNumber"]) == ("stop", "June", 1)


def test_a_csv_is_mapped_and_its_rows_are_checked(caller, clerk):
    made = send_csv(caller, mapping=json.dumps({"Kunde": "customer.name"})).json()
    clerk.round()

    rows = caller.get(f"/v1/batches/{made['id']}/rows").json()["rows"]

    assert made["ignoredColumns"] == ["Region"]
    assert [row["status"] for row in rows] == ["queued", "invalid"]
    assert rows[1]["issues"]["fieldErrors"] == {"total": ["Expected a number"]}
    assert Render.objects.get().data["customer"] == {"name": "Müller"}


def test_a_repeated_key_gives_the_same_batch(caller):
    first = caller.post(PATH, [SAMPLE], Idempotency_Key="k")
    second = caller.post(PATH, [SAMPLE], Idempotency_Key="k")
    other = caller.post(PATH, [SAMPLE, SAMPLE], Idempotency_Key="k")

    assert (first.status_code, second.status_code, other.status_code) == (202, 200, 422)
    assert second.json()["id"] == first.json()["id"]
    assert second["Idempotent-Replayed"] == "true"
    assert Batch.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ([], "rows"),
        ({}, "rows"),
        ({"rows": "x"}, "rows"),
        ({"rows": [1], "mode": "maybe"}, "mode"),
        ({"rows": [1], "onError": "maybe"}, "onError"),
        ({"rows": [1], "options": {"locale": "xx-nothing"}}, "options.locale"),
        ({"rows": [1], "options": {"filename": "{{nothing}}"}}, "options.filename"),
        ([1] * 10_001, "rows"),
    ],
)
def test_rubbish_is_refused_by_name(caller, body, field):
    answer = caller.post(PATH, body)

    assert answer.status_code == 400
    assert field in error(answer)["issues"]["fieldErrors"]


def test_what_is_no_json_or_another_type_is_refused(caller):
    broken = caller.client.post(PATH, "[{", content_type="application/json", headers=caller.headers)
    other = caller.client.post(PATH, "x", content_type="text/plain", headers=caller.headers)

    assert (broken.status_code, error(broken)["code"]) == (400, "invalid_json")
    assert other.status_code == 415


@pytest.mark.parametrize(
    "fields", [{"mapping": "{"}, {"options": "[]"}, {"delimiter": "x"}, {"mapping": '{"a": 5.5, "b": []}'}]
)
def test_a_form_with_rubbish_is_refused(caller, fields):
    assert send_csv(caller, **fields).status_code == 400


def test_a_body_beyond_the_limit_is_too_large(caller, settings):
    settings.BATCH_BYTES = 10

    assert caller.post(PATH, [SAMPLE]).status_code == 413
    assert send_csv(caller).status_code == 413
    assert Batch.objects.count() == 0


def test_a_full_queue_refuses_batches(caller, settings):
    settings.QUEUE_LIMIT = 0

    assert caller.post(PATH, [SAMPLE]).status_code == 503


def test_a_template_must_be_known_and_published(caller, acme):
    make_template(acme.project, "draft", published=False)

    assert caller.post("/v1/templates/nothing/batches", [SAMPLE]).status_code == 404
    assert error(caller.post("/v1/templates/draft/batches", [SAMPLE]))["code"] == "no_published_version"
    assert error(caller.post(PATH, {"rows": [SAMPLE], "options": {"versionNumber": 9}}))["code"] == "version_not_found"


def test_batches_are_listed_newest_first_and_filtered(caller, acme):
    first, second = (caller.post(PATH, [SAMPLE]).json()["id"] for _ in range(2))
    caller.post(f"/v1/batches/{first}/cancel")

    listed = caller.get("/v1/batches?limit=1").json()
    cancelled = caller.get("/v1/batches?status=cancelled").json()

    assert (listed["batches"][0]["id"], listed["hasMore"]) == (second, True)
    assert [batch["id"] for batch in cancelled["batches"]] == [first]


def test_rows_come_in_pages(caller, clerk):
    made = caller.post(PATH, [SAMPLE] * 3).json()["id"]
    clerk.round()

    first = caller.get(f"/v1/batches/{made}/rows?limit=2").json()
    second = caller.get(f"/v1/batches/{made}/rows?cursor={first['nextCursor']}").json()

    assert [row["row"] for row in first["rows"] + second["rows"]] == [1, 2, 3]
    assert caller.get(f"/v1/batches/{made}/rows?status=failed").json()["rows"] == []
    assert caller.get(f"/v1/batches/{made}/rows?cursor=x").status_code == 400


def test_cancel_ends_it_once(caller, clerk):
    made = caller.post(PATH, [SAMPLE] * 2).json()["id"]
    clerk.round()

    answers = [caller.post(f"/v1/batches/{made}/cancel") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[0].json()["counts"]["cancelled"] == 2


def test_retry_is_idempotent_by_key(caller, acme):
    batch = make_batch(make_render(make_template(acme.project, "other"), status="failed"))

    answers = [caller.post(f"/v1/batches/{batch.pk}/retry", Idempotency_Key="r") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [202, 202]
    batch.refresh_from_db()
    assert (batch.status, batch.round) == ("queued", 1)


def test_a_zip_is_built_when_asked_for(caller, clerk, acme):
    from_settings().put("one.pdf", b"%PDF-1.7", content_type="application/pdf")
    batch = make_batch(make_render(make_template(acme.project, "other"), pdf_key="one.pdf"))
    path = f"/v1/batches/{batch.pk}/zip"

    waiting = caller.get(path)
    clerk.round()
    ready = caller.get(path, Prefer="wait=1")

    assert (waiting.status_code, waiting.json()["status"], waiting["Retry-After"]) == (202, "queued", "2")
    assert ready.status_code == 200
    assert b"".join(ready.streaming_content).startswith(b"PK")


def test_a_file_that_failed_says_so_once_and_is_tried_again(caller, clerk, acme):
    batch = make_batch(make_render(make_template(acme.project, "other"), pdf_key="gone.pdf"))
    path = f"/v1/batches/{batch.pk}/merged.pdf"
    caller.get(path)
    clerk.round()

    failed, again = caller.get(path), caller.get(path)

    assert (failed.status_code, error(failed)["code"]) == (409, "document_missing")
    assert again.status_code == 202


def test_no_file_before_the_end_and_none_of_nothing(caller, acme):
    made = caller.post(PATH, [SAMPLE]).json()["id"]
    empty = make_batch(make_render(make_template(acme.project, "other"), status="failed"))

    assert error(caller.get(f"/v1/batches/{made}/zip"))["code"] == "batch_not_finished"
    assert error(caller.get(f"/v1/batches/{empty.pk}/zip"))["code"] == "no_documents"


def test_the_report_is_a_csv(caller, clerk):
    made = send_csv(caller, mapping=json.dumps({"Kunde": "customer.name"})).json()["id"]
    clerk.round()

    whole = b"".join(caller.get(f"/v1/batches/{made}/report.csv").streaming_content).decode("utf-8-sig")
    failed = b"".join(caller.get(f"/v1/batches/{made}/report.csv?only=failed").streaming_content).decode("utf-8-sig")

    assert len(whole.splitlines()) == 3
    assert failed.splitlines()[1] == "2,,invalid,,,,invalid_input_data,total: Expected a number,"

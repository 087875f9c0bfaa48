"""`POST /v1/templates/{slug}/render`: accepting."""

from __future__ import annotations

import uuid
from datetime import datetime

import pytest
from django.core.cache import cache

from renders.models import Render
from tests.api.calls import Caller, error
from tests.factories import make_template, make_version

DATA = {
    "customer": {"name": "Acme Corp"},
    "items": [{"name": "Widget", "qty": 5, "price": 9.99}],
    "total": 49.95,
}
DOCUMENTED = ["id", "status", "pollUrl", "downloadUrl", "errorMessage", "createdAt"]


@pytest.fixture
def caller(acme):
    make_template(acme.project)
    return Caller(acme.live_key)


def test_a_render_is_accepted_with_the_documented_fields_first(caller):
    answer = caller.post("/v1/templates/invoice/render", {"data": DATA})

    body = answer.json()
    assert answer.status_code == 202
    assert list(body)[:6] == DOCUMENTED
    assert (body["status"], body["downloadUrl"], body["errorMessage"]) == ("queued", None, None)
    assert body["pollUrl"] == f"http://craftkit.test/v1/renders/{body['id']}"
    assert uuid.UUID(body["id"]).version == 7
    assert datetime.strptime(body["createdAt"], "%Y-%m-%dT%H:%M:%S.%fZ")
    assert body["warnings"] == []


def test_links_never_come_from_the_host_header(caller):
    answer = caller.post("/v1/templates/invoice/render", {"data": DATA}, Host="localhost")

    assert answer.json()["pollUrl"].startswith("http://craftkit.test/")


def test_polling_shows_the_same_render(caller):
    made = caller.post("/v1/templates/invoice/render", {"data": DATA}).json()

    polled = caller.get(f"/v1/renders/{made['id']}")

    assert polled.status_code == 200
    assert polled.json() == made
    assert {"completedAt", "durationMs"} <= set(polled.json())


def test_unknown_keys_are_left_out_and_reported(caller):
    answer = caller.post("/v1/templates/invoice/render", {"data": {**DATA, "vat": 20}})

    assert [warning["code"] for warning in answer.json()["warnings"]] == ["unknown_key"]
    assert "vat" not in Render.objects.get(pk=answer.json()["id"]).data


def test_options_that_there_are_not_are_reported(caller):
    asked = {"data": DATA, "options": {"landscape": True}}

    answer = caller.post("/v1/templates/invoice/render", asked)
    strict = caller.post("/v1/templates/invoice/render", {**asked, "options": {"landscape": True, "strict": True}})

    assert [(one["code"], one["path"]) for one in answer.json()["warnings"]] == [("unknown_key", "options.landscape")]
    assert strict.status_code == 400
    assert list(error(strict)["issues"]["fieldErrors"]) == ["options.landscape"]


def test_strict_makes_warnings_errors(caller):
    answer = caller.post("/v1/templates/invoice/render", {"data": {**DATA, "vat": 20}, "options": {"strict": True}})

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_input_data")
    assert "vat" in error(answer)["issues"]["fieldErrors"]
    assert Render.objects.count() == 0


def test_data_that_does_not_fit_names_the_leaves(caller):
    rows = [{"name": "Widget", "qty": 1, "price": 1}, {"name": "Widget", "qty": "many", "price": 1}]

    answer = caller.post("/v1/templates/invoice/render", {"data": {"items": rows}})

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_input_data")
    issues = error(answer)["issues"]["fieldErrors"]
    assert issues["customer.name"] == ["Required"]
    assert list(issues) == ["customer.name", "items[1].qty"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": None},
        {"data": []},
        {"data": "x"},
        {"data": DATA, "jobId": ""},
        {"data": DATA, "jobId": "j" * 201},
        {"data": DATA, "jobId": 7},
        {"data": DATA, "options": []},
        {"data": DATA, "options": {"versionNumber": "1"}},
        {"data": DATA, "options": {"versionNumber": 0}},
        {"data": DATA, "options": {"sync": "yes"}},
        {"data": DATA, "options": {"locale": "klingon"}},
        {"data": DATA, "options": {"timezone": "Mars/Olympus"}},
        {"data": DATA, "options": {"filename": "x" * 201}},
        [],
        b'"text"',
        7,
        b"null",
    ],
)
def test_a_wrong_body_is_invalid_request_and_leaves_nothing(caller, body):
    answer = caller.post("/v1/templates/invoice/render", body)

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")
    assert Render.objects.count() == 0


def test_an_unknown_template_and_an_unpublished_one_say_so(acme, caller):
    make_template(acme.project, "draft", published=False)

    missing = caller.post("/v1/templates/nothing/render", {"data": {}})
    unpublished = caller.post("/v1/templates/draft/render", {"data": {}})

    assert (missing.status_code, error(missing)["code"]) == (404, "template_not_found")
    assert (unpublished.status_code, error(unpublished)["code"]) == (409, "no_published_version")


def test_a_version_can_be_pinned(acme, caller):
    template = make_template(acme.project, "letter")
    make_version(template)

    old = caller.post("/v1/templates/letter/render", {"data": DATA, "options": {"versionNumber": 1}})
    new = caller.post("/v1/templates/letter/render", {"data": DATA})
    none = caller.post("/v1/templates/letter/render", {"data": DATA, "options": {"versionNumber": 3}})

    assert (old.json()["versionNumber"], new.json()["versionNumber"]) == (1, 2)
    assert (none.status_code, error(none)["code"]) == (404, "version_not_found")


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        ("Rechnung 7", "Rechnung 7.pdf"),
        ("../../etc/passwd", "etc-passwd.pdf"),
        ("a\r\nb.PDF", "a-b.PDF"),
        ("///", None),
    ],
)
def test_a_file_name_is_made_safe(caller, wanted, kept):
    answer = caller.post("/v1/templates/invoice/render", {"data": DATA, "options": {"filename": wanted}})

    assert answer.json()["filename"] == kept


def test_a_full_queue_is_503_with_a_time_to_retry(caller, settings):
    settings.QUEUE_LIMIT = 1
    caller.post("/v1/templates/invoice/render", {"data": DATA})
    cache.clear()

    answer = caller.post("/v1/templates/invoice/render", {"data": DATA})

    assert (answer.status_code, error(answer)["code"]) == (503, "queue_unavailable")
    assert int(answer["Retry-After"]) > 0


def test_waiting_ends_when_the_time_is_up(caller):
    answer = caller.post("/v1/templates/invoice/render", {"data": DATA}, Prefer="wait=0")

    assert answer.status_code == 202

"""Renders asked for twice."""

from __future__ import annotations

import pytest

from renders.models import Render
from tests.api.calls import Caller, error
from tests.factories import make_template

DATA = {"customer": {"name": "Acme Corp"}, "total": 49.95}
PATH = "/v1/templates/invoice/render"


@pytest.fixture
def caller(acme):
    make_template(acme.project)
    return Caller(acme.live_key)


def test_the_same_request_again_answers_the_original(caller):
    first = caller.post(PATH, {"data": DATA}, Idempotency_Key="order-7")

    second = caller.post(PATH, {"data": DATA}, Idempotency_Key="order-7")

    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert Render.objects.count() == 1


def test_the_replay_shows_the_state_of_now(caller):
    first = caller.post(PATH, {"data": DATA}, Idempotency_Key="order-7").json()
    caller.post(f"/v1/renders/{first['id']}/cancel")

    second = caller.post(PATH, {"data": DATA}, Idempotency_Key="order-7").json()

    assert (second["id"], second["status"]) == (first["id"], "cancelled")


def test_the_job_id_of_the_body_serves_when_there_is_no_header(caller):
    first = caller.post(PATH, {"data": DATA, "jobId": "job-1"})

    assert caller.post(PATH, {"data": DATA, "jobId": "job-1"}).json()["id"] == first.json()["id"]


def test_the_header_wins_over_the_job_id(caller):
    first = caller.post(PATH, {"data": DATA, "jobId": "job-1"}, Idempotency_Key="a")

    second = caller.post(PATH, {"data": DATA, "jobId": "job-1"}, Idempotency_Key="b")

    assert first.json()["id"] != second.json()["id"]


def test_another_body_or_template_under_the_same_key_is_422(acme, caller):
    make_template(acme.project, "letter")
    caller.post(PATH, {"data": DATA}, Idempotency_Key="order-7")

    body = caller.post(PATH, {"data": {**DATA, "total": 1}}, Idempotency_Key="order-7")
    path = caller.post("/v1/templates/letter/render", {"data": DATA}, Idempotency_Key="order-7")

    assert [(answer.status_code, error(answer)["code"]) for answer in (body, path)] == [
        (422, "idempotency_key_reused")
    ] * 2


def test_a_key_belongs_to_its_project_and_environment(acme, globex, caller):
    make_template(globex.project)

    ids = {
        Caller(key).post(PATH, {"data": DATA}, Idempotency_Key="order-7").json()["id"]
        for key in (acme.live_key, acme.test_key, globex.live_key)
    }

    assert len(ids) == 3


def test_a_refused_request_uses_up_no_key(caller):
    refused = caller.post(PATH, {"data": {}}, Idempotency_Key="order-7")

    assert refused.status_code == 400
    assert caller.post(PATH, {"data": DATA}, Idempotency_Key="order-7").status_code == 202


@pytest.mark.parametrize(("key", "status"), [("k" * 255, 202), ("k" * 256, 400), ("ab\x01", 400), ("   ", 202)])
def test_keys_are_short_and_printable(caller, key, status):
    assert caller.post(PATH, {"data": DATA}, Idempotency_Key=key).status_code == status


def test_without_a_key_nothing_is_deduplicated(caller):
    ids = {caller.post(PATH, {"data": DATA}).json()["id"] for _ in range(2)}

    assert len(ids) == 2


def test_the_order_of_names_in_the_body_does_not_matter(caller):
    first = caller.post(PATH, b'{"data": {"total": 1, "customer": {"name": "A"}}}', Idempotency_Key="k")

    second = caller.post(PATH, b'{"data": {"customer": {"name": "A"}, "total": 1.0}}', Idempotency_Key="k")

    assert (second.status_code, second.json()["id"]) == (200, first.json()["id"])

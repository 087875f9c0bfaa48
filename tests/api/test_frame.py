"""What every answer has: ids, envelopes, limits, strict bodies, keys of the right kind."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from craftkit.lib import keys
from tests.api.calls import Caller, error


def test_an_error_carries_the_id_of_the_answer_header(acme):
    answer = Caller(acme.live_key).get("/v1/templates/nothing")

    assert error(answer)["requestId"] == answer["X-Request-Id"]
    assert answer["X-Request-Id"].startswith("req_")


def test_a_well_formed_id_of_the_caller_is_kept_and_rubbish_is_not(acme):
    caller = Caller(acme.live_key)

    assert caller.get("/v1/templates", X_Request_Id="trace-0123456789")["X-Request-Id"] == "trace-0123456789"
    assert caller.get("/v1/templates", X_Request_Id="a b\tc")["X-Request-Id"].startswith("req_")


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Basic abc", "ck_live_abc", "Bearer ck_live_abc", "Bearer é", "Bearer a b"],
)
def test_a_missing_or_malformed_credential_is_401(db, header):
    extra = {} if header is None else {"HTTP_AUTHORIZATION": header}

    answer = Client().get("/v1/templates", **extra)

    assert (answer.status_code, error(answer)["code"]) == (401, "unauthorized")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_well_formed_but_unknown_key_is_401(db):
    assert Caller(keys.mint("live").text).get("/v1/templates").status_code == 401


@pytest.mark.parametrize(
    ("path", "works", "refused"),
    [
        ("/v1/projects", ["account_key"], ["live_key", "test_key"]),
        ("/v1/templates", ["live_key", "test_key"], ["account_key"]),
        ("/v1/renders", ["live_key", "test_key"], ["account_key"]),
    ],
)
def test_the_kinds_of_key_are_disjoint(acme, path, works, refused):
    assert {Caller(getattr(acme, name)).get(path).status_code for name in works} == {200}
    assert {Caller(getattr(acme, name)).get(path).status_code for name in refused} == {401}


def test_a_publishable_key_opens_no_api(acme):
    publishable = acme.project.keys.get(kind="publishable_live").public_text

    assert Caller(publishable).get("/v1/templates").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"{'a': 1}",
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b"\xff\xfe",
        b"[" * 200 + b"]" * 200,
        b'{"a": "\\u0000"}',
        b'{"a": "\\ud800"}',
        b'{"a": 1e999}',
        b'{"a": 99999999999999999999999}',
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_clean_json_is_invalid_json(acme, body):
    answer = Caller(acme.live_key).post("/v1/templates", body)

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_json")


def test_a_body_of_another_type_is_415(acme):
    client = Client(headers={"Authorization": f"Bearer {acme.live_key}"})

    answer = client.post("/v1/templates", {"name": "x"})

    assert (answer.status_code, error(answer)["code"]) == (415, "unsupported_media_type")


def test_a_body_over_the_limit_is_413(acme, settings):
    settings.API_BODY_BYTES = 1000

    answer = Caller(acme.live_key).post("/v1/templates", json.dumps({"name": "x" * 2000}))

    assert (answer.status_code, error(answer)["code"]) == (413, "payload_too_large")


def test_a_method_that_the_path_does_not_have_is_405_and_says_which_it_has(acme):
    answer = Caller(acme.live_key).patch("/v1/templates", {})

    assert (answer.status_code, error(answer)["code"]) == (405, "method_not_allowed")
    assert "POST" in answer["Allow"]


def test_an_unknown_address_is_a_404_in_the_envelope(db):
    answer = Client().get("/v1/nothing-here")

    assert (answer.status_code, error(answer)["code"]) == (404, "not_found")


def test_over_the_limit_a_key_gets_429_and_other_keys_do_not(acme, settings):
    settings.RATE_LIMIT_PER_MINUTE = 3
    caller = Caller(acme.live_key)

    answers = [caller.get("/v1/templates") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert error(answers[3])["code"] == "rate_limited"
    assert int(answers[3]["Retry-After"]) >= 1
    assert answers[0]["RateLimit-Policy"] == '"api";q=3;w=60'
    assert answers[0]["RateLimit"].startswith('"api";r=2;t=')
    assert Caller(acme.test_key).get("/v1/templates").status_code == 200


def test_a_forwarded_address_gains_nothing_without_a_trusted_proxy(db, settings):
    settings.RATE_LIMIT_PER_MINUTE = 2

    statuses = [
        Client().get("/v1/templates", headers={"X-Forwarded-For": f"198.51.100.{n}"}).status_code for n in range(3)
    ]

    assert statuses == [401, 401, 429]


def test_health_needs_no_key(db):
    assert Client().get("/health").json() == {"status": "ok"}
    body = Client().get("/v1/health").json()
    assert set(body) == {"status", "version", "checks"}
    assert body["checks"]["database"] == "ok"


def test_metrics_are_for_this_machine_or_the_token(db, settings):
    assert b"craftkit_renders_unfinished" in Client().get("/metrics").content
    assert Client(REMOTE_ADDR="203.0.113.9").get("/metrics").status_code == 403

    settings.METRICS_TOKEN = "a-token-for-metrics"

    assert Client().get("/metrics").status_code == 403
    assert Client(headers={"Authorization": "Bearer a-token-for-metrics"}).get("/metrics").status_code == 200


def test_the_accept_header_changes_nothing(acme):
    answer = Caller(acme.live_key).get("/v1/templates", Accept="application/pdf")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_is_recognised_however_it_is_spelt(acme, kind):
    client = Client(headers={"Authorization": f"Bearer {acme.live_key}"})

    answer = client.post("/v1/templates", b'{"name": ""}', content_type=kind)

    assert error(answer)["code"] == "invalid_request"

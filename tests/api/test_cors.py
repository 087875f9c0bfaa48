"""Browsers of other origins: shut out unless the install names them, and never with cookies."""

from __future__ import annotations

from django.test import Client, override_settings

ORIGIN = "https://app.example.com"
PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "POST",
    "Access-Control-Request-Headers": "authorization",
}


def test_no_origin_is_allowed_by_default(db):
    answer = Client().options("/v1/templates", headers=PREFLIGHT)

    assert "Access-Control-Allow-Origin" not in answer


@override_settings(CORS_ALLOWED_ORIGINS=[ORIGIN])
def test_a_named_origin_may_call_the_api_without_cookies(db):
    answer = Client().options("/v1/templates", headers=PREFLIGHT)

    assert answer["Access-Control-Allow-Origin"] == ORIGIN
    assert "authorization" in answer["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer


@override_settings(CORS_ALLOWED_ORIGINS=[ORIGIN])
def test_its_scripts_may_read_limits_and_request_ids(db):
    answer = Client().get("/v1/templates", headers={"Origin": ORIGIN})

    exposed = answer["Access-Control-Expose-Headers"]
    assert {"x-request-id", "retry-after", "ratelimit", "idempotent-replayed"} <= set(exposed.split(", "))


@override_settings(CORS_ALLOWED_ORIGINS=[ORIGIN])
def test_the_dashboard_is_never_shared(db):
    answer = Client().get("/accounts/login/", headers={"Origin": ORIGIN})

    assert "Access-Control-Allow-Origin" not in answer

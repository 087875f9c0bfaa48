"""`/v1/admin/provision`: the install's administrator gives organisations projects."""

from __future__ import annotations

import os

import pytest

from tests.api.calls import Caller

pytestmark = pytest.mark.django_db
ADMIN = os.environ["CRAFTKIT_ADMIN_KEY"]


def test_the_first_call_makes_a_project_with_a_working_key():
    answer = Caller(ADMIN).post("/v1/admin/provision", {"externalOrgId": "org_42", "name": "Acme Corp"})

    assert answer.status_code == 201
    body = answer.json()
    assert (body["projectSlug"], body["created"]) == ("acme-corp", True)
    assert body["publishableKey"].startswith("ck_pk_live_")
    assert Caller(body["apiKey"]).get("/v1/templates").status_code == 200


def test_later_calls_answer_the_same_key():
    caller = Caller(ADMIN)
    first = caller.post("/v1/admin/provision", {"externalOrgId": "org_42"})

    second = caller.post("/v1/admin/provision", {"externalOrgId": "org_42", "name": "Other"})

    assert second.status_code == 200
    assert second.json() == {**first.json(), "created": False}


def test_the_key_cannot_be_read_after_the_admin_key_changed(settings):
    Caller(ADMIN).post("/v1/admin/provision", {"externalOrgId": "org_42"})
    settings.ADMIN_KEY = "another-admin-key-of-enough-length"

    answer = Caller(settings.ADMIN_KEY).post("/v1/admin/provision", {"externalOrgId": "org_42"})

    assert (answer.status_code, answer.json()) == (409, {"error": "key_unreadable"})


def test_the_sender_can_be_changed_and_taken_away():
    caller = Caller(ADMIN)
    caller.post("/v1/admin/provision", {"externalOrgId": "org_42"})

    changed = caller.patch("/v1/admin/provision", {"externalOrgId": "org_42", "emailFrom": "post@acme.example"})
    cleared = caller.patch("/v1/admin/provision", {"externalOrgId": "org_42", "emailFrom": None})

    assert changed.json() == {"externalOrgId": "org_42", "emailFrom": "post@acme.example"}
    assert cleared.json()["emailFrom"] is None


def test_an_unknown_organisation_is_404():
    answer = Caller(ADMIN).patch("/v1/admin/provision", {"externalOrgId": "nobody", "emailFrom": None})

    assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})


def test_errors_are_flat_with_their_issues():
    answer = Caller(ADMIN).post("/v1/admin/provision", {"emailFrom": "not an address"})

    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_request"
    assert answer.json()["issues"]["fieldErrors"]["externalOrgId"] == ["Required"]


@pytest.mark.parametrize("which", ["live_key", "account_key"])
def test_no_other_key_opens_it(acme, which):
    answer = Caller(getattr(acme, which)).post("/v1/admin/provision", {"externalOrgId": "org_42"})

    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_credentials"})


def test_the_admin_key_opens_nothing_else(acme):
    assert Caller(ADMIN).get("/v1/projects").status_code == 401
    assert Caller(ADMIN).get("/v1/templates").status_code == 401

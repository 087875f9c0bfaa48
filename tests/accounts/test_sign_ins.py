"""Sign-ins that failed are in the log, and a flood of them is a few lines."""

from __future__ import annotations

import pytest
from django.test import Client

from craftkit.accounts import sign_ins
from craftkit.accounts.models import AuditEntry
from tests.accounts.test_security import recovery_codes, switch_on, with_password


def attempt(email: str) -> None:
    Client().post("/accounts/login/", {"login": email, "password": "wrong"}, REMOTE_ADDR="192.0.2.9")


def test_a_wrong_password_is_in_the_log_of_the_persons_accounts(acme, globex):
    attempt("Acme@example.com")
    attempt("nobody@example.com")

    entry = AuditEntry.objects.get(action="sign_in.failed")
    assert (entry.account, entry.target, entry.ip, entry.actor) == (acme.account, "acme@example.com", "192.0.2.9", "")
    assert "A sign-in failed" in acme.client.get(f"/account/{acme.account.pk}/log").content.decode()


@pytest.mark.parametrize("step", ["authenticate", "reauthenticate"])
def test_a_wrong_code_is_in_the_log_like_a_wrong_password(acme, step):
    switch_on(acme.client)
    client = acme.client if step == "reauthenticate" else with_password(acme.user.email)

    client.post(f"/accounts/2fa/{step}/", {"code": "no code"}, REMOTE_ADDR="192.0.2.9")

    entry = AuditEntry.objects.get(action="sign_in.failed")
    assert (entry.account, entry.target, entry.ip) == (acme.account, "acme@example.com", "192.0.2.9")


def test_a_right_code_leaves_no_entry(acme):
    switch_on(acme.client)
    code = recovery_codes(acme.client)[0]

    with_password(acme.user.email).post("/accounts/2fa/authenticate/", {"code": code})

    assert not AuditEntry.objects.filter(action="sign_in.failed").exists()


def test_a_flood_leaves_few_entries(acme):
    for _ in range(20):
        sign_ins.note_failure("acme@example.com")

    assert AuditEntry.objects.filter(action="sign_in.failed").count() == sign_ins.MOST_OF_PERSON

"""Sign-ins that failed are in the log, and a flood of them is a few lines."""

from __future__ import annotations

from django.test import Client

from craftkit.accounts import sign_ins
from craftkit.accounts.models import AuditEntry


def attempt(email: str) -> None:
    Client().post("/accounts/login/", {"login": email, "password": "wrong"}, REMOTE_ADDR="192.0.2.9")


def test_a_wrong_password_is_in_the_log_of_the_persons_accounts(acme, globex):
    attempt("Acme@example.com")
    attempt("nobody@example.com")

    entry = AuditEntry.objects.get(action="sign_in.failed")
    assert (entry.account, entry.target, entry.ip, entry.actor) == (acme.account, "acme@example.com", "192.0.2.9", "")
    assert "A sign-in failed" in acme.client.get(f"/account/{acme.account.pk}/log").content.decode()


def test_a_flood_leaves_few_entries(acme):
    for _ in range(20):
        sign_ins.note_failure("acme@example.com")

    assert AuditEntry.objects.filter(action="sign_in.failed").count() == sign_ins.MOST_OF_PERSON

"""The log of administrative actions: what stands in it, its page and its file."""

from __future__ import annotations

import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from craftkit.accounts import audit
from craftkit.accounts.models import AuditEntry
from tests.conftest import signed_in
from tests.factories import make_member

PASSWORD = "correct horse battery staple"


def test_the_log_says_who_did_what_from_where_and_in_which_role(acme):
    admin = make_member(acme.account, "admin", "ada@example.com")
    path = f"/projects/{acme.project.pk}/keys/new"
    signed_in(admin).post(path, {"name": "CI", "kind": "live"}, REMOTE_ADDR="192.0.2.7")

    entry = AuditEntry.objects.get(action="key.created", actor="ada@example.com")
    page = acme.client.get(f"/account/{acme.account.pk}/log?actor=ada@example.com").content.decode()

    assert (entry.role, entry.ip, entry.project, entry.account) == ("admin", "192.0.2.7", "Acme", acme.account)
    assert entry.target.startswith("CI (ck_live_")
    assert "Created a key" in page
    assert "192.0.2.7" in page


def test_what_is_done_with_a_key_is_logged_as_the_keys(acme):
    Client().post(
        "/v1/projects",
        {"name": "By code"},
        content_type="application/json",
        headers={"Authorization": f"Bearer {acme.account_key}"},
    )

    entry = AuditEntry.objects.get(action="project.created", project="By code")
    assert entry.role == "key"
    assert entry.actor.startswith("API key (ck_acct_")


def test_the_log_outlives_people_and_cannot_be_changed(acme):
    ada = make_member(acme.account, "admin", "ada@example.com")
    signed_in(ada).post(f"/projects/{acme.project.pk}/embed/enable")
    ada.delete()

    entry = AuditEntry.objects.get(action="embed.enabled")

    assert entry.actor == "ada@example.com"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_auditentry SET actor = 'nobody'")


def test_the_log_has_pages_and_a_file_without_formulas(acme):
    for number in range(60):
        audit.record("key.revoked", account=acme.account, target=f"=1+{number}")
    path = f"/account/{acme.account.pk}/log"

    page = acme.client.get(f"{path}?action=key.revoked").content.decode()
    older = re.findall(r'href="(\?action=key\.revoked&amp;cursor=[^"]+)"', page)[0].replace("&amp;", "&")
    rest = acme.client.get(path + older).content.decode()
    lines = acme.client.get(f"{path}.csv?action=key.revoked").getvalue().decode().splitlines()

    assert "=1+59" in page
    assert "=1+9<" not in page
    assert "=1+9<" in rest
    assert len(lines) == 61
    assert ",'=1+59," in lines[1]
    assert acme.client.get(f"{path}?cursor=rubbish&actor=%00").status_code == 200


def test_an_action_that_nobody_named_is_not_logged(acme):
    with pytest.raises(ValueError, match="not in ACTIONS"):
        audit.record("key.eaten", account=acme.account)


def test_webhooks_hooks_and_embedding_are_logged(acme):
    base = f"/projects/{acme.project.pk}"
    acme.client.post(f"{base}/embed/enable")
    acme.client.post(f"{base}/embed/origins", {"origin": "https://app.example.com"})
    acme.client.post(f"{base}/mail/sender", {"from_name": "Acme"})

    assert {"embed.enabled", "embed.origin_added"} <= set(AuditEntry.objects.values_list("action", flat=True))

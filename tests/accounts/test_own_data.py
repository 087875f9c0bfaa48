"""Taking one's data along, and leaving: what is in the export, what goes with a user, and what stays."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.db import DatabaseError, transaction

from craftkit.accounts import actions
from craftkit.accounts.models import AuditEntry, Membership, Project, User
from tests.conftest import make_party, signed_in
from tests.factories import make_render, make_template


def unpacked(answer) -> dict[str, list]:
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as bundle:
        return {name: json.loads(bundle.read(name)) for name in bundle.namelist()}


def delete(party):
    return party.client.post("/account/delete", {"address": party.user.email})


def test_the_export_tells_what_is_known_and_no_secret(acme, globex):
    actions.issue_key(account=acme.account, project=acme.project, kind="live", name="Mine", created_by=acme.user)

    answer = acme.client.get("/account/export")
    files = unpacked(answer)

    assert answer["Content-Type"] == "application/zip"
    assert files["profile.json"][0]["email"] == acme.user.email
    assert [row["account__name"] for row in files["memberships.json"]] == ["Acme"]
    assert [row["name"] for row in files["api-keys.json"]] == ["Mine"]
    assert files["sessions.json"]
    assert "digest" not in str(files)
    assert "globex" not in str(files).lower()


def test_a_project_s_export_holds_templates_and_documents(acme):
    render = make_render(make_template(acme.project))

    files = unpacked(acme.client.get(f"/projects/{acme.project.pk}/export"))

    assert [row["slug"] for row in files["templates.json"]] == [render.template.slug]
    assert files["template-versions.json"][0]["content"] == render.version.content
    assert [row["id"] for row in files["documents.json"]] == [str(render.pk)]


def test_viewers_do_not_export_a_project(acme):
    viewer = make_party("viewer")
    Membership.objects.create(user=viewer.user, account=acme.account, role="viewer")

    assert viewer.client.get(f"/projects/{acme.project.pk}/export").status_code == 403
    assert f"/projects/{acme.project.pk}/export" not in viewer.client.get("/account/security").content.decode()


def test_who_is_alone_takes_account_and_projects_along(acme, client):
    answer = delete(acme)

    assert answer["Location"] == "/accounts/login/"
    assert not User.objects.filter(pk=acme.user.pk).exists()
    assert not Project.objects.alive().filter(account=acme.account).exists()
    assert client.get("/v1/projects", headers={"authorization": f"Bearer {acme.account_key}"}).status_code == 401
    assert client.get("/v1/templates", headers={"authorization": f"Bearer {acme.live_key}"}).status_code == 403
    assert acme.client.get("/projects").status_code == 302


def test_the_last_owner_of_others_stays(acme, globex):
    Membership.objects.create(user=globex.user, account=acme.account, role="editor")

    answer = delete(acme)

    assert answer.status_code == 409
    assert "Members of Acme" in answer.content.decode()
    assert User.objects.filter(pk=acme.user.pk).exists()
    assert Project.objects.alive().filter(pk=acme.project.pk).exists()


def test_a_shared_account_stays_and_its_log_forgets_the_name(acme, globex):
    Membership.objects.create(user=globex.user, account=acme.account, role="owner")
    acme.client.post(f"/projects/{acme.project.pk}/keys/new", {"name": "Deploy", "kind": "live"})

    delete(acme)

    rows = AuditEntry.objects.filter(account=acme.account, actor_id=acme.user.pk)
    assert Project.objects.alive().filter(pk=acme.project.pk).exists()
    assert {"key.created", "user.deleted"} <= set(rows.values_list("action", flat=True))
    assert set(rows.values_list("actor", flat=True)) == {""}


def test_the_log_gives_up_names_and_nothing_else(acme):
    acme.client.post(f"/projects/{acme.project.pk}/keys/new", {"name": "Deploy", "kind": "live"})
    rows = AuditEntry.objects.filter(actor_id=acme.user.pk)

    for change in ({"actor": "somebody@example.com"}, {"action": "key.revoked"}, {"target": ""}, {"actor_id": None}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            rows.update(**change)


def test_another_address_deletes_nothing(acme):
    answer = acme.client.post("/account/delete", {"address": "globex@example.com"})

    assert answer.status_code == 422
    assert User.objects.filter(pk=acme.user.pk).exists()


@pytest.mark.parametrize("path", ["/account/delete", "/account/export"])
def test_who_signed_in_long_ago_confirms_it_first(acme, path):
    late = signed_in(acme.user, ago=3600)

    assert late.get(path)["Location"].startswith("/accounts/reauthenticate/")
    late.post("/account/delete", {"address": acme.user.email})
    assert User.objects.filter(pk=acme.user.pk).exists()

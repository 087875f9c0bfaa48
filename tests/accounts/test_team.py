"""Who belongs to an account: roles, roles in one project, leaving and being removed."""

from __future__ import annotations

import pytest

from craftkit.accounts import actions, team
from craftkit.accounts.models import Invitation, Membership, User
from craftkit.accounts.roles import Role, effective
from tests.conftest import signed_in
from tests.factories import make_invitation, make_member

PASSWORD = "correct horse battery staple"


def role_at(account, user) -> str | None:
    return account.memberships.filter(user=user).values_list("role", flat=True).first()


@pytest.mark.parametrize(
    ("account", "project", "holds"),
    [
        ("owner", "viewer", "owner"),
        ("admin", "viewer", "viewer"),
        ("viewer", "admin", "admin"),
        ("editor", None, "editor"),
        (None, "editor", "editor"),
        (None, None, None),
    ],
)
def test_the_role_in_a_project_goes_before_that_in_the_account_but_for_owners(account, project, holds):
    assert effective(account, project) == holds


def test_who_was_let_into_one_project_sees_that_one_alone(acme):
    other = actions.create_project(account=acme.account, name="Secret plans")
    guest = User.objects.create_user("guest@example.com", PASSWORD)
    team.change_project_role(account=acme.account, user=guest, project=acme.project, role="editor")
    client = signed_in(guest)

    page = client.get("/projects").content.decode()

    assert "Acme" in page
    assert "Secret plans" not in page
    assert client.get(f"/projects/{acme.project.pk}").status_code == 200
    assert client.get(f"/projects/{other.pk}").status_code == 404
    assert client.get(f"/account/{acme.account.pk}/members").status_code == 404


def test_projects_are_listed_by_account_and_made_in_the_chosen_one(acme, globex):
    Membership.objects.create(user=acme.user, account=globex.account, role="admin")

    page = acme.client.get("/projects").content.decode()
    acme.client.post(f"/projects/new?account={globex.account.pk}", {"name": "Together"})

    assert page.index('Members<span class="visually-hidden"> of Acme') < page.index("> of Globex")
    assert globex.account.projects.filter(name="Together").exists()


def test_who_may_make_projects_nowhere_is_told_so(acme):
    viewer = make_member(acme.account, "viewer")

    assert signed_in(viewer).get("/projects/new").status_code == 403


def test_admins_neither_make_nor_change_nor_remove_owners(acme):
    admin = signed_in(make_member(acme.account, "admin"))
    editor = make_member(acme.account, "editor")
    place = f"/account/{acme.account.pk}/members"

    admin.post(f"{place}/{editor.pk}/role", {"role": "owner"})
    admin.post(f"{place}/{acme.user.pk}/role", {"role": "viewer"})
    admin.post(f"{place}/{acme.user.pk}/remove")
    invited = admin.post(f"{place}/invite", {"email": "new@example.com", "role": "owner"})

    assert role_at(acme.account, editor) == "editor"
    assert role_at(acme.account, acme.user) == "owner"
    assert invited.status_code == 403


def test_the_last_owner_stays_owner_and_stays(acme):
    with pytest.raises(team.LastOwner):
        team.leave(account=acme.account, user=acme.user)
    with pytest.raises(team.LastOwner):
        team.change_role(account=acme.account, user_id=acme.user.pk, role=Role.ADMIN, by=Role.OWNER)
    with pytest.raises(team.LastOwner):
        team.remove(account=acme.account, user=acme.user, by=Role.OWNER)

    make_member(acme.account, "owner")
    team.leave(account=acme.account, user=acme.user)

    assert role_at(acme.account, acme.user) is None


def test_whoever_is_removed_loses_everything_at_once(acme):
    editor = make_member(acme.account, "editor")
    team.change_project_role(account=acme.account, user=editor, project=acme.project, role="admin")
    invited = make_invitation(acme)
    Invitation.objects.update(invited_by=editor)
    client = signed_in(editor)

    acme.client.post(f"/account/{acme.account.pk}/members/{editor.pk}/remove")

    assert client.get(f"/projects/{acme.project.pk}").status_code == 404
    assert not Invitation.objects.filter(pk=invited.pk).exists()


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_controls_that_a_role_cannot_use_are_not_there(acme, role):
    client = signed_in(make_member(acme.account, role))
    base = f"/projects/{acme.project.pk}"

    pages = {path: client.get(f"{base}/{path}").content.decode() for path in ("webhooks", "templates", "assets")}

    assert "Add webhook" not in pages["webhooks"]
    assert "API keys" not in pages["webhooks"]
    assert ("New template" in pages["templates"]) == (role == "editor")
    assert ("Drop files here" in pages["assets"]) == (role == "editor")

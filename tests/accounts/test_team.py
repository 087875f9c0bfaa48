"""Who belongs to an account: roles, roles in one project, invitations, leaving, and the log of it all."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from craftkit.accounts import actions, audit, invitations, team
from craftkit.accounts.models import AuditEntry, Invitation, Membership, ProjectMembership, User
from craftkit.accounts.roles import Role, effective
from tests.conftest import signed_in
from tests.factories import make_invitation, make_member

PASSWORD = "correct horse battery staple"


@pytest.fixture
def outbox(settings):
    """Mails as Django sends them, kept in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def link_in(message) -> str:
    """The path of the link in a mail."""
    return re.search(r"http://[^/\s]+(/invitations/\S+)", message.body)[1]


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


def test_an_invitation_is_mailed_and_joins_a_newcomer(acme, outbox):
    sent = acme.client.post(
        f"/account/{acme.account.pk}/members/invite", {"email": "New@Example.com", "role": "editor"}
    )
    path = link_in(outbox[0])
    newcomer = Client()

    page = newcomer.get(path).content.decode()
    answer = newcomer.post(path, {"password": PASSWORD})

    user = User.objects.get(email="new@example.com")
    assert sent.status_code == answer.status_code == 302
    assert outbox[0].to == ["new@example.com"]
    assert "new@example.com" in page
    assert role_at(acme.account, user) == "editor"
    assert user.emailaddress_set.get().verified
    assert user.accounts.count() == 1
    assert newcomer.get(f"/projects/{acme.project.pk}").status_code == 200
    assert path.rpartition("/")[2] not in str(list(Invitation.objects.values()))
    assert Client().get(path).status_code == 410


def test_an_invitation_to_one_project_lets_in_there_alone(acme, outbox):
    data = {"email": "new@example.com", "role": "viewer", "project": acme.project.pk}
    acme.client.post(f"/account/{acme.account.pk}/members/invite", data)

    answer = Client().post(link_in(outbox[0]), {"password": PASSWORD})

    assert answer["Location"] == f"/projects/{acme.project.pk}"
    assert ProjectMembership.objects.get().role == "viewer"
    assert acme.account.memberships.count() == 1


def test_a_user_signs_in_and_accepts_and_somebody_else_may_not(acme, globex, outbox):
    guest = User.objects.create_user("guest@example.com", PASSWORD)
    invitations.invite(
        account=acme.account, project=None, email=guest.email, role=Role.ADMIN, by=acme.user, part=Role.OWNER
    )
    path = link_in(outbox[0])

    asked = Client().get(path).content.decode()
    stranger = globex.client.post(path)
    answer = signed_in(guest).post(path)

    assert f"/accounts/login/?next={path}" in asked
    assert stranger.status_code == 403
    assert answer.status_code == 302
    assert role_at(acme.account, guest) == "admin"
    assert role_at(acme.account, globex.user) is None


def test_a_password_that_is_easy_to_guess_joins_nobody(acme, outbox):
    acme.client.post(f"/account/{acme.account.pk}/members/invite", {"email": "new@example.com", "role": "editor"})

    answer = Client().post(link_in(outbox[0]), {"password": "password"})

    assert answer.status_code == 422
    assert not User.objects.filter(email="new@example.com").exists()


def test_an_invitation_sent_again_has_a_new_link(acme, outbox):
    row = make_invitation(acme)
    old = row.renew()
    row.sent_at = timezone.now() - timedelta(minutes=5)
    row.save()

    acme.client.post(f"/account/{acme.account.pk}/invitations/{row.pk}/resend")

    assert Client().get(f"/invitations/{old}").status_code == 404
    assert Client().get(link_in(outbox[0])).status_code == 200
    with pytest.raises(invitations.TooManyInvitations):
        invitations.resend(invitation=row)


def test_after_a_week_or_once_withdrawn_the_link_opens_nothing(acme):
    old, gone = make_invitation(acme), make_invitation(acme, "other@example.com")
    tokens = [old.renew(), gone.renew()]
    old.expires_at = timezone.now()
    old.save()
    gone.save()

    acme.client.post(f"/account/{acme.account.pk}/invitations/{gone.pk}/revoke")

    assert [Client().get(f"/invitations/{token}").status_code for token in tokens] == [410, 410]


def test_nobody_is_invited_twice_and_members_not_at_all(acme, outbox):
    path = f"/account/{acme.account.pk}/members/invite"

    answers = [
        acme.client.post(path, {"email": email, "role": "viewer"}).status_code
        for email in ("new@example.com", "NEW@example.com", "acme@example.com", "no address")
    ]

    assert answers == [302, 409, 409, 422]
    assert len(outbox) == 1


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
    older = re.search(r'href="(\?action=key\.revoked&amp;cursor=[^"]+)"', page)[1].replace("&amp;", "&")
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


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_controls_that_a_role_cannot_use_are_not_there(acme, role):
    client = signed_in(make_member(acme.account, role))
    base = f"/projects/{acme.project.pk}"

    pages = {path: client.get(f"{base}/{path}").content.decode() for path in ("webhooks", "templates", "assets")}

    assert "Add webhook" not in pages["webhooks"]
    assert "API keys" not in pages["webhooks"]
    assert ("New template" in pages["templates"]) == (role == "editor")
    assert ("Drop files here" in pages["assets"]) == (role == "editor")

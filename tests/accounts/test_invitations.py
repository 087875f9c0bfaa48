"""Invitations by mail: who is let in by the link, who is not, and until when."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from craftkit.accounts import invitations
from craftkit.accounts.models import Invitation, ProjectMembership, User
from craftkit.accounts.roles import Role
from tests.conftest import signed_in
from tests.factories import make_invitation

PASSWORD = "correct horse battery staple"


@pytest.fixture
def outbox(settings):
    """Mails as Django sends them, kept in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return mail.outbox


def link_in(message) -> str:
    """The path of the link in a mail."""
    return re.findall(r"http://[^/\s]+(/invitations/\S+)", message.body)[0]


def role_at(account, user) -> str | None:
    return account.memberships.filter(user=user).values_list("role", flat=True).first()


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
    assert EmailAddress.objects.get(user=user).verified
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

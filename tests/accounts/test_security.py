"""Two-step sign-in, recovery codes, sessions: what a person sees of looking after their own sign-in."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse

from craftkit.accounts.models import AuditEntry, User
from tests.conftest import PASSWORD, signed_in
from tests.factories import make_delivery, make_template

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def switch_on(client: Client) -> str:
    """Set two-step sign-in up as a person does; the key in the app."""
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    key = re.search(r'id="totp-key">(\w+)<', page)
    assert key
    client.post("/accounts/2fa/totp/activate/", {"code": code_for(key[1])})
    return key[1]


def recovery_codes(client: Client) -> list[str]:
    page = client.get("/accounts/2fa/recovery-codes/").content.decode()
    return re.findall(r"^\D*(\d{8})\b", page, re.MULTILINE)


def with_password(email: str) -> Client:
    """A browser that got past the password."""
    client = Client(headers={"user-agent": FIREFOX})
    client.post("/accounts/login/", {"login": email, "password": PASSWORD})
    return client


def signed_in_as(client: Client) -> str | None:
    user_id = client.session.get("_auth_user_id")
    return User.objects.get(pk=user_id).email if user_id else None


def test_a_second_step_is_asked_for_once_it_is_on(acme):
    key = switch_on(acme.client)

    other = with_password(acme.user.email)
    before = signed_in_as(other)
    other.post("/accounts/2fa/authenticate/", {"code": "000000" if code_for(key) != "000000" else "000001"})
    refused = signed_in_as(other)
    codes = recovery_codes(acme.client)
    other.post("/accounts/2fa/authenticate/", {"code": codes[0]})

    assert (before, refused, signed_in_as(other)) == (None, None, acme.user.email)
    assert codes[0] not in recovery_codes(acme.client)


def test_a_recovery_code_works_once(acme):
    switch_on(acme.client)
    code = recovery_codes(acme.client)[0]
    with_password(acme.user.email).post("/accounts/2fa/authenticate/", {"code": code})

    again = with_password(acme.user.email)
    again.post("/accounts/2fa/authenticate/", {"code": code})

    assert signed_in_as(again) is None


def test_the_key_of_the_app_is_sealed_at_rest(acme):
    key = switch_on(acme.client)

    stored = [str(row.data) for row in Authenticator.objects.filter(user=acme.user)]

    assert len(stored) == 2
    assert not any(key in text for text in stored)


def test_switching_on_and_off_is_logged_and_mailed(transactional_db, acme):
    acme.user.emailaddress_set.create(email=acme.user.email, verified=True, primary=True)
    switch_on(acme.client)
    acme.client.post("/accounts/2fa/totp/deactivate/")

    assert [row.action for row in AuditEntry.objects.filter(action__startswith="totp").order_by("pk")] == [
        "totp.enabled",
        "totp.disabled",
    ]
    assert [sent.subject for sent in mail.outbox] == [
        "Two-step sign-in was switched on",
        "Two-step sign-in was switched off",
    ]
    assert "http://craftkit.test/account/security" in str(mail.outbox[0].body)


def test_an_address_that_is_not_confirmed_comes_first(acme):
    acme.user.emailaddress_set.create(email=acme.user.email, verified=False, primary=True)

    answer = acme.client.get("/accounts/2fa/totp/activate/", follow=True)

    assert answer.request["PATH_INFO"] == "/account/security"
    assert "Confirm your e-mail address first" in answer.content.decode()


def test_the_page_lists_where_one_is_signed_in(acme):
    with_password(acme.user.email).get("/projects")

    page = acme.client.get("/account/security")

    assert "Firefox on Windows" in page.content.decode()
    assert "127.0.0.1 (this machine)" in page.content.decode()
    assert "This one" in page.content.decode()


def test_one_session_is_ended_from_another(acme):
    other = with_password(acme.user.email)
    row = UserSession.objects.get(user=acme.user, user_agent=FIREFOX)

    acme.client.post(f"/account/sessions/{row.pk}/end")

    assert other.get("/projects")["Location"] == "/accounts/login/?next=/projects"
    assert acme.client.get("/projects").status_code == 200
    assert AuditEntry.objects.filter(action="session.ended").exists()


def test_all_others_are_ended_at_once(acme):
    others = [with_password(acme.user.email) for _ in range(2)]

    acme.client.get("/account/security")
    acme.client.post("/account/sessions/end-others")

    assert [other.get("/projects").status_code for other in others] == [302, 302]
    assert acme.client.get("/projects").status_code == 200


def test_nobody_ends_a_stranger_s_session(acme, globex):
    row = UserSession.objects.get(user=acme.user)

    assert globex.client.post(f"/account/sessions/{row.pk}/end").status_code == 404
    assert acme.client.get("/projects").status_code == 200


def test_a_new_password_ends_sessions_that_knew_the_old_one(acme):
    with_password(acme.user.email)
    acme.client.get("/account/security")
    fresh = "a rather long sentence 7"
    acme.client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh})

    page = acme.client.get("/account/security").content.decode()

    assert "Firefox on Windows" not in page
    assert "This one" in page


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/accounts/2fa/totp/activate/", "Set up two-step sign-in"),
        ("/accounts/2fa/webauthn/add/", "Add a passkey"),
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/email/", "E-mail addresses"),
    ],
)
def test_pages_about_sign_in_hold_nothing_that_the_policy_forbids(acme, path, words):
    page = acme.client.get(path).content.decode()

    assert f"<h1>{words}</h1>" in page
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


@pytest.mark.parametrize("path", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_whoever_signed_in_long_ago_confirms_it_and_goes_on(acme, path):
    client = signed_in(acme.user, ago=3600)

    asked = client.get(path, follow=True)
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": path})

    assert "Confirm that it is you" in asked.content.decode()
    assert answer["Location"] == path
    assert client.get(path).status_code == 200


def guarded(party) -> dict[str, str]:
    """Pages with secrets or of consequence."""
    project = f"/projects/{party.project.pk}"
    template = make_template(party.project)
    webhook = make_delivery(party.project).endpoint_id
    return {
        "a new key": f"{project}/keys/new",
        "a new account key": f"/account/{party.account.pk}/keys/new",
        "a new webhook": f"{project}/webhooks/new",
        "a new webhook secret": f"{project}/webhooks/{webhook}/rotate",
        "the hook's secrets": f"{project}/templates/{template.slug}?reveal=hook",
        "the hook's secrets on its page": f"{reverse('hook', args=[party.project.pk, template.slug])}?reveal",
        "a new hook secret": reverse("hook-rotate", args=[party.project.pk, template.slug, "secret"]),
        "an invitation": reverse("invitation-new", args=[party.account.pk]),
    }


def test_secrets_ask_who_signed_in_long_ago_and_nobody_else(acme):
    pages = guarded(acme)
    late = signed_in(acme.user, ago=3600)

    asked = {what: late.get(path).headers.get("Location", "").partition("?")[0] for what, path in pages.items()}
    fresh = {what: acme.client.get(path).status_code for what, path in pages.items()}

    assert asked == dict.fromkeys(pages, "/accounts/reauthenticate/")
    assert fresh == dict.fromkeys(pages, 200)


def test_a_part_of_a_page_has_the_whole_page_ask(acme):
    late = signed_in(acme.user, ago=3600)
    path = guarded(acme)["the hook's secrets"]

    answer = late.get(path, headers={"HX-Request": "true"})

    assert (answer.status_code, answer["HX-Redirect"]) == (401, path)


def test_what_was_sent_goes_on_after_the_password(acme):
    late = signed_in(acme.user, ago=3600)
    path = f"/projects/{acme.project.pk}/keys/new"
    before = acme.project.keys.count()

    asked = late.post(path, {"name": "Deploy", "kind": "live"})
    wrong = late.post("/accounts/reauthenticate/", {"password": "wrong", "next": path})
    between = acme.project.keys.count()
    done = late.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": path})

    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert "Confirm that it is you" in wrong.content.decode()
    assert (between, acme.project.keys.count()) == (before, before + 1)
    assert "ck_live_" in done.content.decode()

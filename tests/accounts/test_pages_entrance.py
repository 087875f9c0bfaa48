"""Signing up, signing in, the forgotten password, signing out."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from craftkit.accounts.models import User
from tests.conftest import PASSWORD

FRESH = "a rather long sentence 7"


@pytest.fixture(autouse=True)
def no_attempts_yet(db):
    """Limits on sign-in attempts are counted in the cache, which outlives a test."""
    cache.clear()


def signed_in_as(client: Client) -> str | None:
    user_id = client.session.get("_auth_user_id")
    return User.objects.get(pk=user_id).email if user_id else None


def test_signing_in_goes_on_to_where_one_wanted_to(client, acme):
    wanted = f"/projects/{acme.project.pk}/keys"

    answer = client.post(
        "/accounts/login/", {"login": "ACME@example.com", "password": PASSWORD, "next": wanted}, follow=True
    )

    assert signed_in_as(client) == "acme@example.com"
    assert answer.request["PATH_INFO"] == wanted


def test_a_wrong_password_is_said_without_saying_which_part(client, acme):
    for login in ("acme@example.com", "nobody@example.com"):
        answer = client.post("/accounts/login/", {"login": login, "password": "wrong"})

        assert "The email address and/or password you specified are not correct." in answer.content.decode()
    assert signed_in_as(client) is None


def test_another_host_is_no_place_to_go_on_to(client, acme):
    answer = client.post(
        "/accounts/login/", {"login": "acme@example.com", "password": PASSWORD, "next": "https://evil.example/"}
    )

    assert answer["Location"] == "/"


def test_signing_up_gives_a_project_at_once(client):
    answer = client.post("/accounts/signup/", {"email": "new@example.com", "password1": FRESH}, follow=True)

    assert signed_in_as(client) == "new@example.com"
    page = answer.content.decode()
    assert "First steps" in page
    assert "Render “invoice”" in page, "samples are there to try"
    assert mail.outbox[0].subject == "Confirm your e-mail address"


def test_a_weak_password_is_refused_at_the_field(client):
    answer = client.post("/accounts/signup/", {"email": "new@example.com", "password1": "short"})

    assert 'id="id_password1_error"' in answer.content.decode()
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_by_mail(client, acme):
    client.post("/accounts/password/reset/", {"email": "acme@example.com"}, headers={"host": "localhost"})
    link = re.findall(r"http\S+", str(mail.outbox[0].body))[0]

    form = client.get(link.removeprefix("http://craftkit.test"), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": FRESH, "password2": FRESH})

    assert link.startswith("http://craftkit.test/accounts/password/reset/key/")
    assert mail.outbox[0].subject == "Choose a new password"
    assert User.objects.get(email="acme@example.com").check_password(FRESH)


def test_an_unknown_address_gets_the_same_answer(client, acme):
    known = client.post("/accounts/password/reset/", {"email": "acme@example.com"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.com"})

    assert known["Location"] == unknown["Location"] == "/accounts/password/reset/done/"


def test_a_used_up_reset_link_says_so(client):
    page = client.get("/accounts/password/reset/key/1-dead-beef/")

    assert "This link no longer works" in page.content.decode()


def test_signing_out_needs_a_post(acme):
    acme.client.get("/accounts/logout/")
    still = signed_in_as(acme.client)
    acme.client.post("/accounts/logout/")

    assert still == "acme@example.com"
    assert signed_in_as(acme.client) is None


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/accounts/login/", "Sign in"),
        ("/accounts/signup/", "Create an account"),
        ("/accounts/password/reset/", "Reset your password"),
        ("/accounts/password/reset/done/", "Check your mail"),
        ("/accounts/password/reset/key/done/", "Your password is changed"),
        ("/accounts/confirm-email/", "Check your mail"),
        ("/accounts/confirm-email/gone/", "This link no longer works"),
        ("/accounts/inactive/", "This account is switched off"),
    ],
)
def test_pages_before_sign_in_are_our_own(client, path, words):
    page = client.get(path).content.decode()

    assert f"<h1>{words}</h1>" in page
    assert "entrance" in page
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", page)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/accounts/email/", "E-mail addresses"),
        ("/accounts/password/change/", "Change your password"),
        ("/accounts/logout/", "Sign out?"),
    ],
)
def test_account_pages_behind_sign_in_are_our_own(acme, path, words):
    page = acme.client.get(path).content.decode()

    assert f"<h1>{words}</h1>" in page
    assert 'id="sidebar"' in page

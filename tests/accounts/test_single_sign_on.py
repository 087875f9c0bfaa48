"""Signing in at an identity provider: whom it lets in, whom it connects, and what it never does."""

from __future__ import annotations

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from craftkit import env
from craftkit.accounts.models import User
from tests.accounts.identity import CLIENT, SECRET, provider
from tests.conftest import PASSWORD, signed_in

SECONDS = 60
ADA = {"sub": "7", "email": "Ada@Example.org", "email_verified": True, "name": "Ada Byron"}


@pytest.fixture
def idp(settings):
    """A provider that this install knows; it says who `person` is."""
    with provider() as (address, kind):
        settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = SECONDS
        settings.OIDC_ISSUER = address
        settings.OIDC_NAME = "Example ID"
        app = {"provider_id": "sso", "name": "Example ID", "client_id": CLIENT, "secret": SECRET}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{**app, "settings": {"server_url": address}}]}
        }
        kind.person = ADA
        yield kind


def through(client: Client, way: str = "/accounts/oidc/sso/login/?process=login&next=%2Fprojects"):
    """There and back, as a browser does it."""
    there = client.get(way)
    back = requests.get(there["Location"], allow_redirects=False, timeout=SECONDS).headers["Location"]
    return client.get(back.removeprefix("http://testserver"))


def signed_in_as(client: Client) -> str | None:
    user_id = client.session.get("_auth_user_id")
    return User.objects.get(pk=user_id).email if user_id else None


def test_who_is_new_gets_an_account_of_their_own(client, db, idp):
    answer = through(client)

    user = User.objects.get(email="ada@example.org")
    assert answer["Location"] == "/projects"
    assert signed_in_as(client) == user.email
    assert (user.name, user.has_usable_password()) == ("Ada Byron", False)
    assert user.accounts.get().projects.count() == 1
    assert client.get("/account/security").status_code == 200


def test_the_same_person_is_known_again_under_another_address(client, db, idp):
    through(client)
    idp.person = {**ADA, "email": "ada@elsewhere.example"}

    again = Client()
    through(again)

    assert signed_in_as(again) == "ada@example.org"
    assert User.objects.count() == 1


def test_a_verified_address_connects_to_the_user_who_has_it(client, acme, idp):
    acme.user.emailaddress_set.create(email=acme.user.email, verified=True, primary=True)
    idp.person = {**ADA, "email": acme.user.email}

    through(client)

    assert signed_in_as(client) == acme.user.email
    assert SocialAccount.objects.get().user == acme.user
    assert User.objects.get(pk=acme.user.pk).check_password(PASSWORD)


def test_a_password_set_by_somebody_who_never_proved_the_address_is_gone(client, acme, idp):
    acme.user.emailaddress_set.create(email=acme.user.email, verified=False, primary=True)
    idp.person = {**ADA, "email": acme.user.email}

    through(client)

    assert signed_in_as(client) == acme.user.email
    assert not User.objects.get(pk=acme.user.pk).has_usable_password()


@pytest.mark.parametrize("verified", [False, None, "false", "true", 1])
def test_an_address_that_is_not_verified_opens_nothing(client, acme, idp, verified):
    idp.person = {**ADA, "email": acme.user.email, "email_verified": verified}

    answer = through(client)

    assert answer["Location"] == "/accounts/login/"
    assert "no verified e-mail address" in client.get("/accounts/login/").content.decode()
    assert signed_in_as(client) is None
    assert not SocialAccount.objects.exists()


def test_other_domains_are_refused_also_after_they_were_let_in(client, db, idp, settings):
    through(client)
    settings.OIDC_DOMAINS = frozenset({"example.com"})

    again = Client()
    through(again)

    assert signed_in_as(again) is None
    assert "may not sign in here" in again.get("/accounts/login/").content.decode()


def test_a_token_for_another_client_is_refused(client, db, idp):
    idp.audience = "somebody-else"

    answer = through(client)

    assert signed_in_as(client) is None
    assert "Sign-in failed" in answer.content.decode()


def test_an_answer_that_nobody_asked_for_is_refused(client, db, idp):
    there = client.get("/accounts/oidc/sso/login/?process=login")
    back = requests.get(there["Location"], allow_redirects=False, timeout=SECONDS).headers["Location"]
    other = Client()

    answer = other.get(back.removeprefix("http://testserver"))

    assert signed_in_as(other) is None
    assert "Sign-in failed" in answer.content.decode()


def test_closing_password_sign_up_leaves_the_provider_open(client, db, idp, settings):
    settings.PASSWORD_SIGNUP = False

    form = client.post("/accounts/signup/", {"email": "new@example.com", "password1": "a rather long sentence 7"})
    page = client.get("/accounts/login/").content.decode()
    through(client)

    assert "Sign-up is closed" in form.content.decode()
    assert not User.objects.filter(email="new@example.com").exists()
    assert "Create an account" not in page
    assert "Continue with Example ID" in page
    assert signed_in_as(client) == "ada@example.org"


def test_without_a_provider_there_is_no_button_and_no_way(client, db):
    assert "Continue with" not in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/oidc/sso/login/").status_code == 404


def test_who_has_no_password_proves_it_at_the_provider_again(client, db, idp):
    through(client)
    user = User.objects.get()
    late = signed_in(user, ago=3600)
    wanted = f"/projects/{user.accounts.get().projects.get().pk}/keys/new"

    sent = late.get(wanted)
    answer = through(late, sent["Location"])

    assert idp.asked[-1]["prompt"] == "login"
    assert answer["Location"] == wanted
    assert late.get(wanted).status_code == 200


@pytest.mark.parametrize(
    ("value", "client_id", "message"),
    [
        ("http://id.example.com", "me", "must begin with https://"),
        ("https://id.example.com", "", "needs OIDC_CLIENT_ID"),
        ("", "me", "must be set beside OIDC_CLIENT_ID"),
        ("id.example.com", "me", "must be an address like"),
    ],
)
def test_half_a_provider_stops_the_start(monkeypatch, value, client_id, message):
    monkeypatch.setenv("X", value)

    with pytest.raises(ImproperlyConfigured, match=message):
        env.issuer("X", client_id=client_id)

"""The pages in iframes: their headers, what they say, and what they never do."""

from __future__ import annotations

import json
import re

import pytest

from craftkit.lib import keys
from embed.actions import partners
from embed.models import EmbedSession, Logo
from tests.api.calls import Caller
from tests.embed.hosts import ORIGIN, enabled, opened

pytestmark = pytest.mark.django_db
PAGE = "/embed/builder"
SECOND = "http://localhost:3000"


@pytest.fixture
def partner(acme):
    enabled(acme.project, ORIGIN, SECOND)
    return acme


def public_key(party, env="live"):
    return party.project.keys.get(kind=f"publishable_{env}").public_text


def ancestors(answer):
    return re.search(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"]).group(1)  # type: ignore[union-attr]


def boot(answer):
    found = re.search(r'<script id="boot" type="application/json">(.*?)</script>', answer.content.decode(), re.DOTALL)
    return json.loads(found.group(1))  # type: ignore[union-attr]


@pytest.mark.parametrize("path", ["/embed/builder", "/embed/form"])
def test_a_publishable_key_opens_the_page_for_the_projects_origins_alone(partner, client, path):
    answer = client.get(path, {"pk": public_key(partner)})

    assert answer.status_code == 200
    assert ancestors(answer) == f"{SECOND} {ORIGIN}"
    assert "X-Frame-Options" not in answer
    assert boot(answer)["origins"] == [SECOND, ORIGIN]
    assert boot(answer)["token"] is None


def test_the_headers_are_closed(partner, client):
    answer = client.get(PAGE, {"pk": public_key(partner)})

    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;")
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert "nonce" not in policy
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "camera=()" in answer["Permissions-Policy"]


def test_no_cookie_is_set_and_no_inline_script_or_style_is_there(partner, client):
    answer = client.get(PAGE, {"pk": public_key(partner)})

    page = answer.content.decode()
    assert not answer.cookies
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page) == []
    assert "style=" not in page
    assert "<style" not in page


def test_a_session_token_names_the_project_too(partner, client):
    token = opened(partner.live_key)["session_token"]

    answer = client.get(PAGE, {"session_token": token})

    assert ancestors(answer) == f"{SECOND} {ORIGIN}"
    assert boot(answer)["token"] == token


def test_a_token_whose_time_is_over_still_shows_the_page_that_says_so(partner, client, settings):
    settings.EMBED_SESSION_TTL_SECONDS = -60
    token = opened(partner.live_key)["session_token"]

    assert client.get(PAGE, {"session_token": token}).status_code == 200
    assert Caller(token).get("/v1/embed/session").status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"pk": "ck_pk_live_x"},
        {"pk": keys.mint("publishable_live").text},
        {"session_token": "eyJhbGciOiJFZERTQSJ9.e30.AAAA"},
        {"pk": "\x00"},
    ],
)
def test_an_address_that_names_nobody_gets_a_page_that_says_why(db, client, query):
    answer = client.get(PAGE, query)

    assert answer.status_code == 403
    assert "This cannot be shown here" in answer.content.decode()
    assert "<script" not in answer.content.decode()
    assert ancestors(answer) == "*"


def test_a_secret_key_is_no_publishable_one(partner, client):
    assert client.get(PAGE, {"pk": partner.live_key}).status_code == 403


def test_a_disabled_and_a_suspended_project_say_so(partner, client):
    partners.suspend(project=partner.project)
    suspended = client.get(PAGE, {"pk": public_key(partner)})
    partners.disable(project=partner.project)
    disabled = client.get(PAGE, {"pk": public_key(partner)})

    assert (suspended.status_code, disabled.status_code) == (403, 403)
    assert "suspended" in suspended.content.decode()


def test_without_origins_nobody_may_frame_it(acme, client):
    partners.enable(project=acme.project)

    assert ancestors(client.get(PAGE, {"pk": public_key(acme)})) == "'none'"


def test_the_query_is_never_logged(partner, client, caplog):
    token = opened(partner.live_key)["session_token"]

    client.get(PAGE, {"session_token": token, "pk": public_key(partner)})

    assert token not in caplog.text
    assert "session_token=" not in caplog.text
    assert public_key(partner) not in caplog.text


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_the_page_is_for_reading(partner, client, method):
    assert getattr(client, method)(PAGE).status_code in {403, 405}


@pytest.mark.parametrize(
    ("origin", "status", "code"),
    [(ORIGIN, 200, None), ("https://evil.example", 403, "origin_not_allowed"), ("null", 403, "origin_not_allowed")],
)
def test_preflight_tells_any_page_whether_it_may(partner, client, origin, status, code):
    answer = client.get("/v1/embed/preflight", {"pk": public_key(partner)}, headers={"Origin": origin})

    assert answer.status_code == status
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert (answer.json() == {"ok": True}) if code is None else (answer.json()["error"]["code"] == code)


def test_preflight_knows_no_difference_between_disabled_and_unknown(acme, client):
    for asked in ("ck_pk_live_x", keys.mint("publishable_live").text, public_key(acme)):
        answer = client.get("/v1/embed/preflight", {"pk": asked}, headers={"Origin": ORIGIN})
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "embed_disabled")
        assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("ending", ["js", "mjs"])
def test_the_sdk_is_for_every_page_and_cached_for_minutes(db, client, ending):
    answer = client.get(f"/sdk/v1/craftkit.{ending}")
    again = client.get(f"/sdk/v1/craftkit.{ending}", headers={"If-None-Match": answer["ETag"]})

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["/sdk/v1/craftkit.css", "/sdk/v2/craftkit.js", "/sdk/v1/../settings.py"])
def test_nothing_else_stands_there(db, client, path):
    assert client.get(path).status_code == 404


def test_a_logo_is_named_at_our_own_address(partner):
    token = opened(partner.live_key, branding={"logoUrl": "https://saas.acme.example/logo.svg"})["session_token"]

    said = Caller(token).get("/v1/embed/session").json()

    assert said["logoUrl"] == f"http://craftkit.test/embed/logos/{EmbedSession.objects.get().logo_id}"
    assert "logoUrl" in said["appearance"]


def test_a_logo_that_cannot_be_fetched_is_404(partner, client):
    logo = Logo.objects.create(project=partner.project, url="http://127.0.0.1:1/logo.png")

    answer = client.get(f"/embed/logos/{logo.pk}")

    logo.refresh_from_db()
    assert answer.status_code == 404
    assert logo.error

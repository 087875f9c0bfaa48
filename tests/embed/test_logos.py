"""Logos that the page around a frame names while it is open: fetched by us, shown from our own origin."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from craftkit.lib import outbound
from craftkit.lib.outbound import Answer
from embed.models import Logo
from tests.api.calls import Caller, error
from tests.embed.hosts import enabled, iframe

pytestmark = pytest.mark.django_db
PATH, ADDRESS = "/v1/embed/logo", "https://saas.acme.example/logo-dark.svg"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="#0a7"/></svg>'


class Web:
    """A web with one page, that notes who was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answer = Answer(200, {}, SVG, ADDRESS, "93.184.216.34", 5, False)

    def get(self, url: str, **_: Any) -> Answer:
        self.asked.append(url)
        return self.answer


@pytest.fixture
def web(monkeypatch):
    web = Web()
    monkeypatch.setattr(outbound, "from_settings", lambda: web)
    return web


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


def test_a_logo_comes_from_our_own_origin_and_is_fetched_once(partner, web):
    first, again = (iframe(partner.live_key).post(PATH, {"url": ADDRESS}).json()["logoUrl"] for _ in range(2))

    shown = Caller().get(urlsplit(first).path)
    assert first == again
    assert web.asked == [ADDRESS]
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/svg+xml")
    assert shown["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_session_that_may_change_nothing_shows_one_too(partner, web):
    caller = iframe(partner.live_key, permissions={})

    assert caller.post(PATH, {"url": ADDRESS}).status_code == 200


def test_what_is_no_picture_is_refused_by_name_and_not_asked_for_again_at_once(partner, web):
    caller, web.answer = iframe(partner.live_key), Answer(404, {}, b"", ADDRESS, "93.184.216.34", 5, False)

    first, again = (caller.post(PATH, {"url": ADDRESS}) for _ in range(2))

    for answer in (first, again):
        assert (answer.status_code, error(answer)["code"]) == (400, "logo_not_fetched")
        assert error(answer)["issues"]["fieldErrors"] == {"url": ["The address answered 404."]}
    assert web.asked == [ADDRESS]


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/logo.svg", "http://169.254.169.254/latest/meta-data/"])
def test_addresses_inside_our_walls_are_not_asked(partner, settings, url):
    settings.OUTBOUND_ALLOWED_HOSTS = []

    answer = iframe(partner.live_key).post(PATH, {"url": url})

    assert (answer.status_code, error(answer)["code"]) == (400, "logo_not_fetched")
    assert not Logo.objects.get().key


@pytest.mark.parametrize(
    "body", [{}, {"url": 7}, {"url": "ftp://saas.acme.example/a"}, {"url": "https://" + "a" * 2048}]
)
def test_rubbish_is_400(partner, web, body):
    answer = iframe(partner.live_key).post(PATH, body)

    assert (answer.status_code, list(error(answer)["issues"]["fieldErrors"])) == (400, ["url"])
    assert web.asked == []


def test_without_a_token_nothing_is_fetched(web, db):
    assert Caller().post(PATH, {"url": ADDRESS}).status_code == 401
    assert web.asked == []

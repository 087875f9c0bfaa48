"""The request log: every request with a project's key, soon, without secrets, and never at the request's cost."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from craftkit.api import request_log
from craftkit.api.masking import MASK, masked
from craftkit.api.models import LoggedRequest
from tests.factories import make_template

pytestmark = pytest.mark.django_db


class Silent(request_log.Recorder):
    """A recorder whose thread does not start: the test writes."""

    def add(self, noted):
        self.waiting.append(noted)


@pytest.fixture
def recorder(settings, monkeypatch):
    settings.REQUEST_LOG_DAYS = 7
    silent = Silent()
    monkeypatch.setattr(request_log, "recorder", silent)
    return silent


def ask(party, method, path, body=None):
    call = getattr(Client(headers={"Authorization": f"Bearer {party.live_key}"}), method)
    return call(path, body, content_type="application/json") if body is not None else call(path)


def test_a_request_leaves_a_line(acme, recorder):
    answer = ask(acme, "get", "/v1/templates/none?token=abc")
    recorder.write()
    line = LoggedRequest.objects.get()
    assert (line.project, line.method, line.path) == (acme.project, "GET", "/v1/templates/none")
    assert (line.status, line.code) == (404, answer.json()["error"]["code"])
    assert line.request_id == answer["X-Request-Id"]
    assert line.key is not None
    assert line.key.last4 == acme.live_key[-4:]
    assert (line.sent, line.answered) == ("", "")


def test_a_request_without_a_key_leaves_none(client, recorder):
    client.get("/v1/templates")
    client.get("/v1/templates", headers={"Authorization": "Bearer ck_live_nobody"})
    recorder.write()
    assert not LoggedRequest.objects.exists()


def test_bodies_are_kept_where_the_project_wants_it(acme, recorder):
    request_log.keep_bodies(acme.project, wanted=True)
    ask(acme, "post", "/v1/templates", {"name": "", "password": "hunter2", "slug": "x"})
    recorder.write()
    line = LoggedRequest.objects.get()
    assert json.loads(line.sent) == {"name": "", "password": MASK, "slug": "x"}
    assert json.loads(line.answered)["error"]["code"] == line.code

    request_log.keep_bodies(acme.project, wanted=False)
    line.refresh_from_db()
    assert (line.sent, line.answered) == ("", "")


def test_an_install_may_keep_no_log(acme, recorder, settings):
    settings.REQUEST_LOG_DAYS = 0
    ask(acme, "get", "/v1/templates")
    recorder.write()
    assert not LoggedRequest.objects.exists()


def test_lines_go_after_their_term(acme, recorder):
    ask(acme, "get", "/v1/templates")
    ask(acme, "get", "/v1/renders")
    recorder.write()
    old = LoggedRequest.objects.get(path="/v1/templates")
    LoggedRequest.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert request_log.forget_old() == 1
    assert [line.path for line in LoggedRequest.objects.all()] == ["/v1/renders"]


def test_what_is_asked_works_without_the_log(acme, recorder, monkeypatch):
    """A database that refuses the lines costs the lines, and nothing else."""
    make_template(acme.project, "invoice")

    def refuse(*_, **__):
        raise DatabaseError("disk full")

    monkeypatch.setattr(LoggedRequest.objects, "bulk_create", refuse)
    assert ask(acme, "get", "/v1/templates/invoice").status_code == 200
    recorder.write()
    assert not recorder.waiting


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("token", "abc"),
        ("webhookSecret", "whs_1"),
        ("apiKey", "ck_live_1"),
        ("sessionToken", "ey.ey.ey"),
        ("accessPassword", "x"),
    ],
)
def test_secrets_are_masked_at_any_depth(name, value):
    assert json.loads(masked(json.dumps({"a": [{name: value}]}).encode())) == {"a": [{name: MASK}]}


def test_plain_values_long_texts_and_links():
    body = {"key": "total", "picture": "x" * 900, "url": "https://craftkit.test/s/abcdefghijklmnop?x=1"}
    shown = json.loads(masked(json.dumps(body).encode()))
    assert shown["key"] == "total"
    assert shown["picture"].endswith("… 400 more characters")
    assert shown["url"] == f"https://craftkit.test/s/{MASK}?x=1"
    assert masked(b"\x00 no json") == ""

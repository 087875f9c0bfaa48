"""Listening: a developer's machine hears each event once, signed as in production."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management.base import CommandError
from django.utils import timezone
from standardwebhooks import Webhook

from craftkit.lib.outbound import Outbound
from tests.lib.raw_server import answer, raw_server
from tests.webhooks.receivers import FakeReceiver
from webhooks import actions, signing
from webhooks.listening import Listener, forward
from webhooks.management.commands.listen import project_named
from webhooks.models import Event


def publish(project, env: str = "live", type: str = "render.failed") -> Event:
    return actions.publish(project=project, env=env, type=type, subject_id=None, payload={"event": type})


@pytest.fixture
def listener(acme):
    return Listener(acme.project, "live", timezone.now() - timedelta(seconds=1))


def test_each_event_is_seen_once_in_order(acme, globex, listener):
    first, second = publish(acme.project), publish(acme.project, type="form.submitted")
    publish(acme.project, env="test")
    publish(globex.project)

    assert list(listener.fresh()) == [first, second]
    assert list(listener.fresh()) == []
    third = publish(acme.project)
    assert list(listener.fresh()) == [third]


def test_what_happened_before_is_not_seen(acme, listener):
    Event.objects.filter(pk=publish(acme.project).pk).update(created_at=listener.since - timedelta(seconds=1))

    assert list(listener.fresh()) == []


def test_an_event_that_is_committed_late_is_seen(acme, listener):
    newer = publish(acme.project)
    assert list(listener.fresh()) == [newer]

    older = publish(acme.project)
    Event.objects.filter(pk=older.pk).update(created_at=newer.created_at - timedelta(milliseconds=500))

    assert list(listener.fresh()) == [older]


@pytest.mark.parametrize("type", ["render.failed", "form.submitted"])
def test_what_arrives_is_signed_as_in_production(acme, type):
    event, secret, receiver = publish(acme.project, type=type), signing.new_secret(), FakeReceiver(204)

    outcome = forward(event, url="http://localhost:3000/", secret=secret, client=receiver)

    (call,) = receiver.calls
    assert outcome == "204"
    assert Webhook(secret).verify(call.body, dict(call.headers)) == {"event": type}


def test_a_machine_that_does_not_answer_is_said(acme):
    outcome = forward(
        publish(acme.project), url="http://localhost:3000/", secret=signing.new_secret(), client=FakeReceiver("timeout")
    )

    assert outcome == "The host did not answer in time."


def test_a_project_is_named_by_slug_or_id(acme, globex):
    assert project_named("acme") == project_named(str(acme.project.pk)) == acme.project

    globex.project.slug = "acme"
    globex.project.save()
    with pytest.raises(CommandError, match="several projects"):
        project_named("acme")
    with pytest.raises(CommandError, match="no project"):
        project_named("nobody")


def test_a_private_address_of_ones_own_is_reached(acme):
    with raw_server(lambda talk: talk.send(answer())) as server:
        client = Outbound(allowed_hosts=frozenset({"127.0.0.1"}))
        outcome = forward(publish(acme.project), url=server.url(), secret=signing.new_secret(), client=client)

    assert outcome == "200"
    assert b"x-craftkit-event: render.failed" in server.requests[0]

"""Publishing: who is told, with which bytes, and that event and change are committed together or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from renders import expiry
from renders.models import Render
from tests.factories import make_endpoint, make_render, make_template
from webhooks import actions
from webhooks.models import Delivery, Endpoint, Event

PAYLOAD = {"event": "render.failed", "text": "Größe ≥ 1 𝄞", "nothing": None}


def publish(project, env: str = "live", type: str = "render.failed") -> Event:
    return actions.publish(project=project, env=env, type=type, subject_id=None, payload=PAYLOAD)


def test_each_endpoint_that_wants_the_event_gets_a_delivery(acme, globex):
    wanted = [make_endpoint(acme.project), make_endpoint(acme.project, events=["render.failed", "form.submitted"])]
    make_endpoint(acme.project, events=["render.succeeded"])
    make_endpoint(acme.project, env="test")
    make_endpoint(acme.project, is_active=False)
    make_endpoint(acme.project, deleted_at=timezone.now())
    make_endpoint(acme.project, kind="callback")
    make_endpoint(globex.project)

    event = publish(acme.project)

    assert {delivery.endpoint for delivery in event.deliveries.all()} == set(wanted)
    assert {delivery.max_attempts for delivery in event.deliveries.all()} == {6}


def test_test_events_go_to_test_endpoints(acme):
    make_endpoint(acme.project)
    endpoint = make_endpoint(acme.project, env="test")

    assert publish(acme.project, env="test").deliveries.get().endpoint == endpoint


def test_the_bytes_are_kept_as_they_will_be_sent(acme):
    event = publish(acme.project)

    kept = Event.objects.get()
    expected = '{"event":"render.failed","text":"Größe ≥ 1 𝄞","nothing":null}'.encode()
    assert kept.payload() == expected
    assert (kept.size, kept.sha256) == (len(expected), hashlib.sha256(expected).hexdigest())
    assert event.pk.version == 7


def test_a_deleted_project_tells_nobody(acme):
    make_endpoint(acme.project)
    acme.project.deleted_at = timezone.now()
    acme.project.save()

    assert not publish(acme.project).deliveries.exists()


def test_a_callback_is_made_once_for_each_address_and_shares_the_secret(acme):
    first, second, again = (
        actions.open_callback(project=acme.project, env="live", url=f"https://93.184.216.34/{name}")
        for name in ("a", "b", "a")
    )

    assert first == again
    assert first != second
    assert first.signing_secrets(timezone.now()) == second.signing_secrets(timezone.now())
    event = actions.publish_to(endpoint=second, type="template.published", subject_id=None, payload={})
    assert event.deliveries.get().endpoint == second


class Crash(Exception):
    """What a crash point raises."""


class Fuse:
    """Raises around the statement of that number, before or after it ran."""

    def __init__(self, number: int, *, after: bool) -> None:
        self.number = number
        self.after = after
        self.seen = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        self.seen += 1
        if self.seen == self.number and not self.after:
            raise Crash
        result = execute(*args)
        if self.seen == self.number:
            raise Crash
        return result


@pytest.mark.parametrize(("rounds", "least"), [(2, 30), pytest.param(30, 500, marks=pytest.mark.server)])
def test_at_whatever_statement_it_crashes_change_and_event_stand_or_fall_together(acme, rounds, least):
    template, endpoint = make_template(acme.project), make_endpoint(acme.project)
    points = kept = 0

    for _ in range(rounds):
        for number in range(1, 40):
            outcomes = [crashed(template, number, after=after) for after in (False, True)]
            points += sum(outcome is not None for outcome in outcomes)
            kept += outcomes.count(None)
            if None in outcomes:
                break

    assert points >= least
    assert Render.objects.filter(status="failed").count() == Event.objects.count() == kept
    assert Delivery.objects.filter(endpoint=endpoint).count() == kept


def crashed(template, number: int, *, after: bool) -> bool | None:
    """Give a lost render up with a crash at that statement; None when there was no such statement."""
    lost = timezone.now() - timedelta(minutes=1)
    render = make_render(template, status="rendering", attempt=3, lease_until=lost)
    fuse = Fuse(number, after=after)
    try:
        with connection.execute_wrapper(fuse):
            expiry.give_up(render.pk)
    except Crash:
        render.refresh_from_db()
        told = Event.objects.filter(subject_id=render.pk).count()
        assert (render.status == "failed") == (told == 1), f"statement {number}"
        is_over = render.status == "failed"
        Render.objects.filter(pk=render.pk).delete()
        Event.objects.filter(subject_id=render.pk).delete()
        return is_over
    assert Event.objects.filter(subject_id=render.pk).count() == 1
    return None


def test_endpoints_of_a_project_are_asked_for_in_one_query(acme, django_assert_num_queries):
    make_endpoint(acme.project)

    with django_assert_num_queries(1):
        Endpoint.objects.listening(project=acme.project, env="live", event="render.failed")

"""What is forgotten with time, and what is not."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.factories import make_delivery, make_endpoint
from tests.webhooks.receivers import FakeReceiver, Post
from webhooks import actions, retention
from webhooks.models import Attempt, Delivery, Endpoint, Event

MONTH, WEEK = timedelta(days=30), timedelta(days=7)


def form(acme) -> Delivery:
    """Form data on its way."""
    make_endpoint(acme.project, events=["form.submitted"])
    event = actions.publish(
        project=acme.project, env="live", type="form.submitted", subject_id=None, payload={"data": "canary"}
    )
    return event.deliveries.get()


def test_events_go_with_all_that_belongs_to_them(acme):
    old, new = make_delivery(acme.project), make_delivery(acme.project)
    for delivery in (old, new):
        Post(FakeReceiver(500)).attempt(delivery)
    Event.objects.filter(pk=old.event_id).update(created_at=timezone.now() - MONTH - timedelta(hours=1))

    assert retention.forget_events() == 1

    assert Event.objects.get() == new.event
    assert Delivery.objects.get() == new
    assert Attempt.objects.get().delivery == new


def test_form_data_that_nobody_took_goes_after_the_grace(acme):
    delivery = form(acme)
    for _ in range(6):
        Post(FakeReceiver(500)).attempt(delivery)
    long_ago = timezone.now() - WEEK - timedelta(hours=1)
    Event.objects.update(created_at=long_ago)

    assert retention.purge_forms(grace=WEEK) == 0, "it was given up just now"
    Delivery.objects.update(completed_at=long_ago)
    assert retention.purge_forms(grace=WEEK) == 1

    assert Event.objects.get().payload() is None


def test_form_data_that_still_waits_stays(acme):
    form(acme)
    Event.objects.update(created_at=timezone.now() - WEEK * 2)

    assert retention.purge_forms(grace=WEEK) == 0


def test_form_data_that_was_taken_goes_at_once(acme):
    form(acme)
    Delivery.objects.update(status="delivered", completed_at=timezone.now())

    assert retention.purge_forms(grace=WEEK) == 1


def test_form_data_that_nobody_wants_goes_after_a_minute(acme):
    actions.publish(project=acme.project, env="live", type="form.submitted", subject_id=None, payload={})

    assert retention.purge_forms(grace=WEEK) == 0
    Event.objects.update(created_at=timezone.now() - timedelta(seconds=61))
    assert retention.purge_forms(grace=WEEK) == 1


def test_other_events_keep_their_bodies(acme):
    Post(FakeReceiver(200)).attempt(make_delivery(acme.project))

    retention.forget()

    assert Event.objects.get().payload()


def test_a_deleted_endpoint_goes_once_its_log_has_gone(acme):
    kept = make_delivery(acme.project).endpoint
    empty = make_endpoint(acme.project)
    for endpoint in (kept, empty):
        actions.delete_endpoint(endpoint=endpoint)

    retention.forget()

    assert Endpoint.objects.get() == kept

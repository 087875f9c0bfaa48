"""Whose turn it is: endpoints in turn, few deliveries at a time to each, so that one that hangs holds up no other."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from django.utils import timezone

from tests.factories import make_endpoint
from webhooks import actions
from webhooks.claims import Claimant, take_at
from webhooks.models import Attempt, Delivery, Endpoint


def fill(endpoint, count: int) -> None:
    """So many deliveries that wait for the endpoint."""
    for _ in range(count):
        actions.send_test(endpoint=endpoint)


def taken(claimant: Claimant) -> Counter[Endpoint]:
    """Take all that may be taken now; how many for each endpoint."""
    found: Counter[Endpoint] = Counter()
    while parcel := claimant.take():
        found[parcel.endpoint] += 1
    return found


def test_an_endpoint_has_four_deliveries_under_way_at_most(acme):
    endpoint = make_endpoint(acme.project)
    fill(endpoint, 10)

    assert taken(Claimant("a")) == {endpoint: 4}
    assert taken(Claimant("b")) == {}


def test_an_endpoint_that_fails_has_one(acme):
    endpoint = make_endpoint(acme.project, failing_since=timezone.now())
    fill(endpoint, 10)

    assert taken(Claimant("a")) == {endpoint: 1}


def test_a_project_has_sixteen(acme, globex):
    endpoints = [make_endpoint(acme.project) for _ in range(6)]
    for endpoint in endpoints:
        fill(endpoint, 5)
    other = make_endpoint(globex.project)
    fill(other, 2)

    found = taken(Claimant("a"))

    assert found.pop(other) == 2
    assert found.total() == 16


def test_endpoints_take_turns(acme):
    busy, quiet = make_endpoint(acme.project), make_endpoint(acme.project)
    fill(busy, 50)
    fill(quiet, 2)
    claimant = Claimant("a")

    order = [parcel.endpoint for parcel in (claimant.take() for _ in range(4)) if parcel]

    assert order == [busy, quiet, busy, quiet]


def test_a_claim_writes_the_attempt_and_holds_the_lease(acme):
    fill(make_endpoint(acme.project), 1)

    parcel = Claimant("a").take()

    assert parcel
    row = Delivery.objects.get()
    assert (row.status, row.attempt, row.worker) == ("sending", 1, "a")
    assert row.lease_until
    assert row.started_at
    assert row.lease_until > row.started_at
    assert Attempt.objects.get().pk == parcel.attempt_id


def test_the_lease_of_a_worker_that_went_silent_takes_no_room(acme):
    endpoint = make_endpoint(acme.project)
    fill(endpoint, 8)
    taken(Claimant("a"))
    Delivery.objects.filter(status="sending").update(lease_until=timezone.now() - timedelta(seconds=1))

    assert taken(Claimant("b")) == {endpoint: 4}


def test_what_is_not_due_or_off_or_used_up_is_not_taken(acme):
    later, off, deleted, used = (make_endpoint(acme.project) for _ in range(4))
    for endpoint in (later, off, deleted, used):
        fill(endpoint, 1)
    Delivery.objects.filter(endpoint=later).update(next_attempt_at=timezone.now() + timedelta(hours=1))
    Delivery.objects.filter(endpoint=used).update(attempt=6)
    Endpoint.objects.filter(pk=off.pk).update(is_active=False)
    Endpoint.objects.filter(pk=deleted.pk).update(deleted_at=timezone.now())

    assert Claimant("a").take() is None


def test_one_that_somebody_else_took_is_not_taken_again(acme):
    endpoint = make_endpoint(acme.project)
    fill(endpoint, 1)
    first, second = Claimant("a"), Claimant("b")
    first.stops = second.stops = []
    parcel = first.take()

    assert parcel
    assert second.take() is None
    assert all(take_at(stop, worker="c") is None for stop in first.stops)

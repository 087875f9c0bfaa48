"""`/v1/webhooks/{id}/deliveries`: what was sent, every attempt, and sending it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.calls import Caller, error
from tests.factories import make_delivery, make_endpoint
from tests.webhooks.receivers import FakeReceiver, Post, answered
from webhooks import actions
from webhooks.models import Delivery, Event


@pytest.fixture
def caller(acme):
    return Caller(acme.live_key)


@pytest.fixture
def delivery(acme):
    return make_delivery(acme.project)


def path(delivery) -> str:
    return f"/v1/webhooks/{delivery.endpoint_id}/deliveries"


def test_a_delivery_shows_every_attempt(caller, delivery):
    post = Post(FakeReceiver(answered(500, b"broken", server="nginx"), "timeout", 204))
    for _ in range(3):
        post.attempt(delivery)

    body = caller.get(f"{path(delivery)}/{delivery.pk}").json()

    assert (body["status"], body["attemptCount"], body["responseStatus"]) == ("delivered", 3, 204)
    assert body["nextAttemptAt"] is None
    assert body["payload"] == bytes(delivery.event.body).decode()
    first, second, third = body["attempts"]
    assert [first["number"], second["number"], third["number"]] == [1, 2, 3]
    assert (first["responseStatus"], first["responseBody"], first["resolvedAddress"]) == (
        500,
        "broken",
        "93.184.216.34",
    )
    assert first["responseHeaders"] == {"server": "nginx"}
    assert first["requestHeaders"]["x-craftkit-delivery-id"] == str(delivery.pk)
    assert first["nextAttemptAt"]
    assert (second["errorCode"], second["responseStatus"], second["responseBody"]) == ("timeout", None, None)
    assert third["nextAttemptAt"] is None


def test_deliveries_are_filtered_by_event_status_and_time(acme, caller):
    endpoint = make_endpoint(acme.project)
    old = actions.send_test(endpoint=endpoint, type="render.failed")
    new = actions.send_test(endpoint=endpoint, type="render.succeeded")
    yesterday = timezone.now() - timedelta(days=1)
    Delivery.objects.filter(pk=old.pk).update(created_at=yesterday, status="abandoned")

    def found(query: str) -> list[str]:
        answer = caller.get(f"{path(new)}?{query}")
        assert answer.status_code == 200, answer.content
        return [row["id"] for row in answer.json()["deliveries"]]

    hour_ago = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert found("") == [str(new.pk), str(old.pk)]
    assert found("event=render.failed") == found("status=abandoned") == [str(old.pk)]
    assert found(f"createdAfter={hour_ago}") == [str(new.pk)]
    assert found(f"createdBefore={hour_ago}") == [str(old.pk)]
    assert found("limit=1") == [str(new.pk)]


def test_a_replay_sends_the_same_bytes_under_the_same_id(caller, delivery):
    post = Post(receiver := FakeReceiver(200))
    post.attempt(delivery)

    answer = caller.post(f"{path(delivery)}/{delivery.pk}/replay")
    post.attempt(delivery)

    first, second = receiver.calls
    assert (answer.status_code, answer.json()["status"], answer.json()["trigger"]) == (202, "pending", "manual")
    assert first.body == second.body
    assert first.headers["x-craftkit-delivery-id"] == second.headers["x-craftkit-delivery-id"]
    assert list(delivery.attempts.values_list("trigger", flat=True)) == ["auto", "manual"]


def test_a_replay_of_what_was_given_up_has_the_whole_timetable_again(caller, delivery):
    post = Post(FakeReceiver(500))
    for _ in range(6):
        post.attempt(delivery)

    caller.post(f"{path(delivery)}/{delivery.pk}/replay")

    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempt) == ("pending", 0)


def test_a_delivery_under_way_is_not_replayed(caller, delivery):
    Delivery.objects.update(status="sending", lease_until=timezone.now() + timedelta(seconds=60))

    answer = caller.post(f"{path(delivery)}/{delivery.pk}/replay")

    assert (answer.status_code, error(answer)["code"]) == (409, "conflict")


def test_a_purged_payload_is_410(caller, delivery):
    Event.objects.filter(pk=delivery.event_id).purge()

    replay = caller.post(f"{path(delivery)}/{delivery.pk}/replay")
    body = caller.get(f"{path(delivery)}/{delivery.pk}").json()

    assert (replay.status_code, error(replay)["code"]) == (410, "payload_purged")
    assert body["payload"] is None
    assert body["payloadPurgedAt"]
    assert body["payloadSha256"] == delivery.event.sha256


def test_all_that_failed_since_a_moment_goes_out_again(acme, caller):
    endpoint = make_endpoint(acme.project)
    states = ["abandoned", "abandoned", "delivered", "pending", "pending"]
    rows = [actions.send_test(endpoint=endpoint) for _ in states]
    for number, (row, state) in enumerate(zip(rows, states, strict=True)):
        Delivery.objects.filter(pk=row.pk).update(
            status=state, attempt=0 if number == 4 else 6, created_at=timezone.now() - timedelta(days=5 - number)
        )
    since = (timezone.now() - timedelta(days=4, hours=12)).isoformat()

    answer = caller.post(f"/v1/webhooks/{endpoint.pk}/replay", {"since": since})

    assert (answer.status_code, answer.json()) == (202, {"replayed": 2})
    states = [row.status for row in Delivery.objects.order_by("pk")]
    assert states == ["abandoned", "pending", "delivered", "pending", "pending"]
    assert caller.post(f"/v1/webhooks/{endpoint.pk}/replay").json() == {"replayed": 1}


def test_another_webhooks_delivery_is_404(acme, caller, delivery):
    other = make_endpoint(acme.project)

    answer = caller.get(f"/v1/webhooks/{other.pk}/deliveries/{delivery.pk}")

    assert answer.status_code == 404

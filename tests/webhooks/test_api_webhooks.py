"""`/v1/webhooks`: subscriptions over the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from craftkit.lib import sealed
from tests.api.calls import Caller, error
from tests.factories import make_endpoint
from tests.webhooks.receivers import URL, FakeReceiver, Post
from webhooks import actions, catalog
from webhooks.models import Delivery, Endpoint


@pytest.fixture
def caller(acme):
    return Caller(acme.live_key)


def test_creating_answers_as_documented_and_shows_the_secret_once(caller):
    answer = caller.post("/v1/webhooks", {"url": URL})

    body = answer.json()
    assert answer.status_code == 201
    assert list(body) == ["id", "url", "events", "description", "active", "secret", "createdAt"]
    assert body["events"] == ["render.succeeded", "render.failed"]
    assert (body["url"], body["description"], body["active"]) == (URL, "", True)
    assert body["secret"].startswith("whsec_")
    assert "secret" not in caller.get(f"/v1/webhooks/{body['id']}").json()
    assert body["secret"] not in str(Endpoint.objects.values().get())


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://169.254.169.254/latest", "ftp://93.184.216.34/", "x", ""])
@pytest.mark.parametrize("verb", ["create", "change"])
def test_a_refused_address_is_named(acme, caller, url, verb):
    endpoint = make_endpoint(acme.project)

    if verb == "create":
        answer = caller.post("/v1/webhooks", {"url": url})
    else:
        answer = caller.patch(f"/v1/webhooks/{endpoint.pk}", {"url": url})

    assert (answer.status_code, error(answer)["code"]) == (400, "invalid_request")
    assert error(answer)["issues"]["fieldErrors"]["url"]
    assert Endpoint.objects.get().url == URL


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": 5},
        {"url": URL, "events": []},
        {"url": URL, "events": ["render.done"]},
        {"url": URL, "events": ["template.published"]},
        {"url": URL, "events": "render.failed"},
        {"url": URL, "description": "x" * 281},
    ],
)
def test_a_body_of_another_shape_is_refused(caller, body):
    assert caller.post("/v1/webhooks", body).status_code == 400


def test_every_event_of_the_catalogue_but_callbacks_can_be_subscribed(caller):
    answer = caller.post("/v1/webhooks", {"url": URL, "events": list(catalog.SUBSCRIBABLE)})

    assert len(answer.json()["events"]) == 18


def test_an_event_that_is_named_twice_counts_once(caller):
    answer = caller.post("/v1/webhooks", {"url": URL, "events": ["form.submitted", "form.submitted"]})

    assert answer.json()["events"] == ["form.submitted"]


def test_the_list_is_newest_first_and_of_one_environment(acme, caller):
    old, new = make_endpoint(acme.project), make_endpoint(acme.project)
    make_endpoint(acme.project, env="test")
    make_endpoint(acme.project, kind="callback")

    body = caller.get("/v1/webhooks").json()

    assert [row["id"] for row in body["webhooks"]] == [str(new.pk), str(old.pk)]
    assert (body["nextCursor"], body["hasMore"]) == (None, False)


def test_a_change_leaves_the_rest(acme, caller):
    endpoint = make_endpoint(acme.project, description="Billing")

    body = caller.patch(f"/v1/webhooks/{endpoint.pk}", {"events": ["form.submitted"]}).json()

    assert (body["events"], body["description"], body["url"]) == (["form.submitted"], "Billing", URL)


def test_switching_off_and_on_keeps_what_waits(acme, caller):
    endpoint = make_endpoint(acme.project, failing_since=timezone.now())
    actions.send_test(endpoint=endpoint)

    off = caller.patch(f"/v1/webhooks/{endpoint.pk}", {"active": False}).json()
    assert (off["active"], off["disabledReason"]) == (False, "owner")
    assert not Delivery.objects.ready().exists()

    on = caller.patch(f"/v1/webhooks/{endpoint.pk}", {"active": True}).json()
    assert (on["active"], on["disabledReason"], on["disabledAt"], on["failingSince"]) == (True, None, None, None)
    assert Delivery.objects.ready().exists()


def test_a_deleted_webhook_is_gone_and_gets_nothing_more(acme, caller):
    endpoint = make_endpoint(acme.project)
    actions.send_test(endpoint=endpoint)

    answer = caller.delete(f"/v1/webhooks/{endpoint.pk}")

    assert answer.json() == {"id": str(endpoint.pk), "deleted": True}
    assert caller.get(f"/v1/webhooks/{endpoint.pk}").status_code == 404
    assert not Delivery.objects.ready().exists()


def test_a_project_has_a_hundred_at_most(acme, caller):
    Endpoint.objects.bulk_create(Endpoint(project=acme.project, url=URL) for _ in range(100))

    answer = caller.post("/v1/webhooks", {"url": URL})

    assert (answer.status_code, error(answer)["code"]) == (409, "too_many_webhooks")


def test_a_test_event_goes_out_as_documented(acme, caller):
    endpoint = make_endpoint(acme.project)

    answer = caller.post(f"/v1/webhooks/{endpoint.pk}/test", {"event": "signature.sent"})

    delivery = Delivery.objects.get()
    Post(receiver := FakeReceiver(200)).attempt(delivery)
    assert (answer.status_code, answer.json()["id"], answer.json()["trigger"]) == (202, str(delivery.pk), "test")
    assert receiver.calls[0].headers["x-craftkit-event"] == "signature.sent"


def test_nothing_is_tested_while_it_is_off(acme, caller):
    endpoint = make_endpoint(acme.project, is_active=False)

    answer = caller.post(f"/v1/webhooks/{endpoint.pk}/test")

    assert (answer.status_code, error(answer)["code"]) == (409, "webhook_disabled")


def test_rotation_overlaps_for_a_day(acme, caller):
    endpoint = make_endpoint(acme.project)
    old = sealed.unseal(endpoint.secret_sealed)

    body = caller.post(f"/v1/webhooks/{endpoint.pk}/rotate").json()

    now = timezone.now()
    endpoint.refresh_from_db()
    assert body["secretRotatesAt"]
    assert endpoint.signing_secrets(now) == [old, body["secret"]]
    assert endpoint.signing_secrets(now + timedelta(hours=24, seconds=1)) == [body["secret"]]


def test_a_secret_that_leaked_is_replaced_at_once(acme, caller):
    endpoint = make_endpoint(acme.project)

    body = caller.post(f"/v1/webhooks/{endpoint.pk}/rotate", {"mode": "immediate"}).json()

    endpoint.refresh_from_db()
    assert endpoint.signing_secrets(timezone.now()) == [body["secret"]]
    assert body["secretRotatesAt"] is None


def test_a_rotation_is_finished_early(acme, caller):
    path = f"/v1/webhooks/{make_endpoint(acme.project).pk}/rotate"
    fresh = caller.post(path).json()["secret"]

    finished = caller.post(path, {"mode": "finish"})

    assert (finished.json()["secret"], finished.json()["secretRotatesAt"]) == (None, None)
    assert Endpoint.objects.get().signing_secrets(timezone.now()) == [fresh]
    assert caller.post(path, {"mode": "finish"}).status_code == 409

"""The pages about webhooks, as their forms and buttons behave."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.factories import make_delivery, make_endpoint
from tests.webhooks.receivers import URL, FakeReceiver, Post, answered
from webhooks.models import Delivery, Endpoint, Event


@pytest.fixture
def delivery(acme):
    return make_delivery(acme.project)


def path(party, *parts: object) -> str:
    return "/".join(map(str, ("/projects", party.project.pk, "webhooks", *parts)))


def test_a_new_webhook_shows_its_secret_once(acme):
    sent = {"url": URL, "description": "Billing", "events": ["form.submitted"], "env": "test"}

    page = acme.client.post(path(acme, "new"), sent)

    endpoint = Endpoint.objects.get()
    secret = endpoint.signing_secrets(timezone.now())[0]
    assert (endpoint.url, endpoint.env, endpoint.events) == (URL, "test", ["form.submitted"])
    assert secret in page.content.decode()
    assert secret not in acme.client.get(path(acme, endpoint.pk)).content.decode()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"url": "http://10.0.0.1/"}, "This address is not allowed."),
        ({"url": ""}, "This field is required."),
        ({"events": []}, "Choose at least one event."),
        ({"events": ["template.published"]}, "template.published is not one of the available choices"),
        ({"env": "other"}, "other is not one of the available choices"),
    ],
)
def test_a_faulty_form_comes_back_with_what_was_typed(acme, change, complaint):
    sent = {"url": URL, "description": "Billing", "events": ["form.submitted"], "env": "live", **change}

    page = acme.client.post(path(acme, "new"), sent)

    assert page.status_code == 422
    assert complaint in page.content.decode()
    assert "Billing" in page.content.decode()
    assert not Endpoint.objects.exists()


def test_the_limit_is_said_in_the_form(acme):
    Endpoint.objects.bulk_create(Endpoint(project=acme.project, url=URL) for _ in range(100))

    page = acme.client.post(path(acme, "new"), {"url": URL, "events": ["form.submitted"], "env": "live"})

    assert page.status_code == 409
    assert "A project may have 100 webhooks" in page.content.decode()


def test_a_webhook_is_changed(acme, delivery):
    url = "https://93.184.216.34/other"

    acme.client.post(path(acme, delivery.endpoint_id, "edit"), {"url": url, "events": ["form.submitted"]})

    endpoint = Endpoint.objects.get()
    assert (endpoint.url, endpoint.events) == (url, ["form.submitted"])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "On"),
        ({"failing_since": "2026-06-05T10:00:00Z"}, "Every attempt has failed"),
        ({"is_active": False, "disabled_reason": "failing"}, "Switched off after days of failures"),
        ({"is_active": False, "disabled_reason": "gone"}, "answered 410 Gone"),
        ({"kind": "callback", "events": []}, "Embed callback"),
    ],
)
def test_a_page_says_how_its_webhook_is_doing(acme, fields, words):
    endpoint = make_endpoint(acme.project, **fields)

    assert words in acme.client.get(path(acme, endpoint.pk)).content.decode()
    assert acme.client.get(path(acme)).status_code == 200


def test_the_buttons_of_a_webhook_that_is_off_say_so(acme):
    endpoint = make_endpoint(acme.project, is_active=False)

    for button in ("test", "replay"):
        page = acme.client.post(path(acme, endpoint.pk, button), follow=True)
        assert "switched off" in page.content.decode()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("answer", [200, 404, "timeout", "dns_failed", "connect_failed", "tls_failed", "reset"])
def test_a_delivery_says_what_came_of_each_attempt(acme, delivery, answer):
    Post(FakeReceiver(answer)).attempt(delivery)
    words = {"timeout": "No answer in time", "dns_failed": "Host not found", "connect_failed": "Connection refused"}
    words |= {"tls_failed": "TLS failed", "reset": "Connection broke off"}

    page = acme.client.get(path(acme, delivery.endpoint_id, "deliveries", delivery.pk)).content.decode()

    assert "Attempt 1" in page
    assert words.get(str(answer), str(answer)) in page


def test_a_header_may_have_any_name(acme, delivery):
    Post(FakeReceiver(answered(500, items="one", values="two"))).attempt(delivery)

    page = acme.client.get(path(acme, delivery.endpoint_id, "deliveries", delivery.pk)).content.decode()

    assert "two" in page


def test_a_purged_delivery_offers_no_replay(acme, delivery):
    Event.objects.all().purge()
    address = path(acme, delivery.endpoint_id, "deliveries", delivery.pk)

    page = acme.client.get(address).content.decode()
    refused = acme.client.post(f"{address}/replay", follow=True).content.decode()

    assert "It was received and is forgotten" in page
    assert "Send" not in page.partition("<main")[2]
    assert "acknowledged and purged" in refused


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 3), ("?status=failed", 1), ("?status=delivered", 1), ("?status=unfinished", 1), ("?event=x", 0), ("?q", 3)],
)
def test_deliveries_are_narrowed(acme, query, found):
    states = ["abandoned", "delivered", "pending"]
    endpoint = make_endpoint(acme.project)
    for status in states:
        row = make_delivery(acme.project, status=status)
        Delivery.objects.filter(pk=row.pk).update(endpoint=endpoint)

    page = acme.client.get(path(acme, endpoint.pk) + query, headers={"HX-Request": "true"}).content.decode()

    assert page.count('id="delivery-') == found
    assert "<html" not in page


def test_a_page_with_an_odd_cursor_is_the_first(acme, delivery):
    assert acme.client.get(path(acme, delivery.endpoint_id) + "?cursor=%00").status_code == 200

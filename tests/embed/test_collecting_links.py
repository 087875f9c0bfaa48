"""Public forms that only collect: the data goes to a webhook and nowhere else, and without one they are shut."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from embed.actions import visitors
from embed.models import FormDraft, FormLink, FormSubmission
from renders.models import Render
from templates_app.models import Template
from tests.api.calls import Caller
from tests.embed.hosts import refused
from tests.embed.test_form_links import begun, linked, page_of, sent, template
from tests.embed.test_forms import GOOD, whole_database
from tests.factories import make_endpoint
from webhooks.models import Delivery, Endpoint, Event

__all__ = ["template"]

pytestmark = pytest.mark.django_db


def collecting(template: Template, **changes: Any) -> FormLink:
    """A link whose answers only go to a webhook."""
    make_endpoint(template.project, events=["form.submitted"])
    return linked(template, capture_mode="collect", **changes)


def test_a_form_that_only_collects_makes_no_document_and_keeps_nothing_in_clear(template):
    link, canary, browser = collecting(template), "canary-5e1d", Client()
    Caller(begun(link, browser).json()["token"]).put("/v1/embed/form-draft", {"data": {"customer.city": canary}})

    answer = sent(begun(link, browser), {**GOOD, "customer.city": canary})

    event = Event.objects.get(type="form.submitted")
    assert (answer.status_code, answer.json()["status"], answer.json()["id"]) == (202, "collected", None)
    assert json.loads(event.payload() or b"")["data"]["customer"]["city"] == canary
    assert Delivery.objects.filter(event=event).count() == 1
    assert not Render.objects.exists()
    assert not FormDraft.objects.exists()
    assert canary not in whole_database()


def test_the_visitors_page_knows_that_it_collects_and_for_whom(acme, template):
    state = Caller(begun(collecting(template)).json()["token"]).get("/v1/embed/session").json()["form"]

    assert (state["captureMode"], state["showPreview"], state["receiver"]) == ("collect", False, acme.project.name)


def test_only_collecting_holds_also_for_those_who_are_filling_in(template):
    begin = begun(linked(template))
    collecting(template)

    assert sent(begin).json()["status"] == "collected"
    assert not Render.objects.exists()


def test_without_a_webhook_nothing_is_collected_and_everybody_is_told(acme, template):
    with pytest.raises(visitors.NeedsWebhook):
        linked(template, capture_mode="collect")
    link = collecting(template)
    begin = begun(link)
    Endpoint.objects.update(is_active=False)

    page = Client().get(page_of(link))
    owner = acme.client.get(reverse("form-link-card", args=[acme.project.pk, template.slug])).content.decode()

    assert (page.status_code, b"takes no answers at the moment" in page.content) == (503, True)
    assert "no webhook would get them" in owner
    assert refused(sent(begin)) == (503, "nobody_listens")
    assert begun(link).status_code == 403
    assert not Event.objects.exists()
    assert not FormSubmission.objects.exists()


def test_the_owner_chooses_what_becomes_of_the_answers(acme, template):
    address = reverse("form-link", args=[acme.project.pk, template.slug])
    wanted = {"is_on": "on", "capture_mode": "collect"}

    bare = acme.client.get(address).content.decode()
    early = acme.client.post(address, wanted)
    make_endpoint(acme.project, events=["form.submitted"])
    saved = acme.client.post(address, wanted)

    assert "No webhook hears form.submitted yet." in bare
    assert (early.status_code, b"No webhook of this project takes the answers" in early.content) == (422, True)
    assert (saved.status_code, FormLink.objects.get().capture_mode) == (302, "collect")
    assert "Only collects" in acme.client.get(reverse("form-list", args=[acme.project.pk])).content.decode()

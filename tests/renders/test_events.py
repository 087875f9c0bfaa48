"""What the outside is told about renders, and that it is told exactly once."""

from __future__ import annotations

import json
from datetime import timedelta

import jsonschema
import pytest
from django.db import transaction
from django.utils import timezone

from renders import actions, events, expiry
from renders.models import Render
from tests.factories import make_endpoint, make_render, make_template
from webhooks import catalog
from webhooks.models import Delivery, Event

SCHEMA = catalog.RENDER.schema


def told() -> dict:
    """The body of the one event."""
    return json.loads(Event.objects.get().payload() or b"")


@pytest.mark.parametrize("env", ["live", "test"])
def test_a_success_is_told_as_documented(acme, env):
    endpoint = make_endpoint(acme.project, env=env)
    render = make_render(make_template(acme.project), env=env, pdf_key="a.pdf")

    events.ended(render.pk)

    body = told()
    jsonschema.validate(body, SCHEMA)
    assert list(body) == list(catalog.example("render.succeeded"))
    assert body["renderId"] == str(render.pk)
    assert body["templateId"] == str(render.template_id)
    assert (body["event"], body["status"], body["errorMessage"]) == ("render.succeeded", "succeeded", None)
    assert body["downloadUrl"].startswith("http://craftkit.test/files/")
    assert body["createdAt"].endswith("Z")
    assert body["completedAt"].endswith("Z")
    assert Delivery.objects.get().endpoint == endpoint
    assert Event.objects.get().subject_id == render.pk


def test_a_failure_is_told_as_documented(acme):
    render = make_render(make_template(acme.project), status="failed", error_message="Image could not be loaded")

    events.ended(render.pk)

    body = told()
    jsonschema.validate(body, SCHEMA)
    assert (body["event"], body["status"], body["downloadUrl"]) == ("render.failed", "failed", None)
    assert body["errorMessage"] == "Image could not be loaded"


def test_a_cancelled_render_tells_nothing(acme):
    actions.cancel(render=make_render(make_template(acme.project), status="queued"))

    assert not Event.objects.exists()


def test_a_render_that_is_given_up_is_told_once(acme):
    make_render(
        make_template(acme.project),
        status="rendering",
        attempt=3,
        lease_until=timezone.now() - timedelta(minutes=1),
    )

    counts = [expiry.give_up_exhausted(), expiry.give_up_exhausted()]

    assert counts == [1, 0]
    assert told()["event"] == "render.failed"
    assert Render.objects.get().error_code == "render_crashed"


def test_a_change_that_is_rolled_back_tells_nothing(acme):
    make_endpoint(acme.project)
    render = make_render(make_template(acme.project))

    with transaction.atomic():
        events.ended(render.pk)
        transaction.set_rollback(True)

    assert not Event.objects.exists()
    assert not Delivery.objects.exists()

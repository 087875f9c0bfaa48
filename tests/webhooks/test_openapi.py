"""The OpenAPI section about what receivers get: every event of the catalogue, with examples that fit."""

from __future__ import annotations

import jsonschema
import pytest

from tests.api.test_schema import SCHEMA
from webhooks import catalog

WEBHOOKS = SCHEMA["webhooks"]


def test_each_family_has_an_entry():
    assert list(WEBHOOKS) == [
        "render.event",
        "batch.event",
        "document.event",
        "signature.event",
        "form.event",
        "template.published",
    ]


def test_the_catalogue_has_every_event_of_the_contract():
    counts = {family.name: len(family.events) for family in catalog.FAMILIES}

    assert counts == {"render": 2, "batch": 1, "document": 7, "signature": 7, "form": 1, "template": 1}


@pytest.mark.parametrize("name", [name for family in catalog.FAMILIES for name in family.events])
def test_each_event_has_an_example_that_fits(name):
    family = catalog.family_of(name)
    key = name if family.is_callback else f"{family.name}.event"
    content = WEBHOOKS[key]["post"]["requestBody"]["content"]["application/json"]
    component = content["schema"]["$ref"].rpartition("/")[2]

    example = content["examples"][name]["value"]

    assert example == catalog.example(name)
    assert example["type" if family.is_callback else "event"] == name
    jsonschema.Draft202012Validator(SCHEMA["components"]["schemas"][component]).validate(example)


@pytest.mark.parametrize("key", list(WEBHOOKS))
def test_each_header_is_described(key):
    headers = {parameter["name"]: parameter for parameter in WEBHOOKS[key]["post"]["parameters"]}

    assert set(headers) == {
        "x-craftkit-event",
        "x-craftkit-signature",
        "x-craftkit-timestamp",
        "x-craftkit-delivery-id",
        "webhook-id",
        "webhook-timestamp",
        "webhook-signature",
    }
    prefixed = headers["x-craftkit-signature"]["description"].startswith("`sha256=`")
    assert prefixed == (key == "template.published")

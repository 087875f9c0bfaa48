"""Variable catalogs: published in versions, compared, offered to sessions, and behind the types of what is used."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.calls import Caller, error
from tests.embed.hosts import enabled, iframe, wish
from tests.factories import CONTENT

pytestmark = pytest.mark.django_db
CATALOGS = "/v1/embed/catalogs"
NAME = {"key": "customer.name", "label": "Name", "dataType": "text", "required": True, "previewData": "Ada Ltd"}
BODY: dict[str, Any] = {
    "allowCustom": False,
    "namespaces": [{"key": "customer", "label": "Customer", "fields": [NAME]}],
    "loops": [
        {
            "key": "items",
            "label": "Line items",
            "itemFields": [{"key": "price", "label": "Price", "dataType": "currency"}],
            "previewData": [{"price": 5}],
        }
    ],
}


@pytest.fixture
def partner(acme):
    enabled(acme.project)
    return acme


@pytest.fixture
def caller(partner):
    return Caller(partner.live_key)


def publish(caller, body=BODY, name="acme-default"):
    answer = caller.post(CATALOGS, {"name": name, "catalog": body})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_the_same_name_again_is_the_next_version(caller):
    first, second = publish(caller), publish(caller)

    assert (first["name"], first["version"], second["version"]) == ("acme-default", 1, 2)
    assert first["id"] != second["id"]
    assert [row["version"] for row in caller.get(CATALOGS).json()["catalogs"]] == [2]


def test_earlier_versions_stay_and_can_be_compared(caller):
    publish(caller)
    publish(caller, {"namespaces": [{"key": "x", "label": "X", "fields": [{**NAME, "label": "Full name"}]}]})

    assert caller.get(f"{CATALOGS}/acme-default?version=1").json()["catalog"] == BODY
    found = caller.get(f"{CATALOGS}/acme-default/diff/1/2").json()
    assert found["changes"] == [
        {"kind": "changed", "key": "customer.name"},
        {"kind": "removed", "key": "items"},
        {"kind": "removed", "key": "items[].price"},
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Acme Default", "catalog": BODY}, "name"),
        ({"name": "x"}, "catalog"),
        (
            {"name": "x", "catalog": {"namespaces": [{"key": "a", "label": "A", "fields": []}]}},
            "catalog.namespaces[0].fields",
        ),
        (
            {"name": "x", "catalog": {"namespaces": [{"key": "a", "label": "A", "fields": [{**NAME, "key": "1"}]}]}},
            "catalog.namespaces[0].fields[0].key",
        ),
        (
            {
                "name": "x",
                "catalog": {"namespaces": [{"key": "a", "label": "A", "fields": [{**NAME, "dataType": "x"}]}]},
            },
            "catalog.namespaces[0].fields[0].dataType",
        ),
    ],
)
def test_a_catalog_that_does_not_fit_is_422_with_its_field(caller, body, field):
    answer = caller.post(CATALOGS, body)

    assert (answer.status_code, error(answer)["code"]) == (422, "invalid_request")
    assert field in error(answer)["issues"]["fieldErrors"]


@pytest.mark.parametrize(
    "reference",
    [
        lambda made: {"catalogId": made["id"]},
        lambda made: {"catalogRef": {"name": made["name"]}},
        lambda made: {"catalogRef": {"name": made["name"], "version": 1}},
        lambda made: {"variableCatalog": BODY},
    ],
)
def test_a_session_brings_its_catalog(partner, caller, reference):
    made = publish(caller)

    assert iframe(partner.live_key, **reference(made)).get("/v1/embed/session").json()["catalog"] == BODY


@pytest.mark.parametrize(
    "reference",
    [
        {"catalogId": "cat_01"},
        {"catalogId": "0193c2c3-1111-7aaa-8bbb-000000000001"},
        {"catalogRef": {"name": "nobody"}},
        {"catalogRef": {"name": "acme-default", "version": 9}},
    ],
)
def test_an_unknown_catalog_is_404(partner, caller, reference):
    publish(caller)

    answer = caller.post("/v1/embed/sessions", wish(**reference))

    assert (answer.status_code, error(answer)["code"]) == (404, "catalog_not_found")


def test_a_strangers_catalog_does_not_exist(caller, globex):
    enabled(globex.project)
    made = publish(caller)
    stranger = Caller(globex.live_key)

    assert stranger.get(f"{CATALOGS}/acme-default").status_code == 404
    assert stranger.post("/v1/embed/sessions", wish(catalogId=made["id"])).status_code == 404


def test_what_a_template_uses_has_the_types_of_the_catalog(partner):
    caller = iframe(partner.live_key, variableCatalog=BODY)

    made = caller.post("/v1/embed/templates", {"content": CONTENT}).json()

    assert made["manifest"]["fields"] == [{"key": "customer.name", "type": "text", "required": True}]


def test_builder_templates_are_kept_as_they_came_and_published_if_ready(partner, caller):
    document = {"name": "Handover", "category": "cars", "layout": CONTENT, "presetKey": "handover", "extra": [1]}

    made = caller.post("/v1/embed/builder/templates", {"documentTemplate": document}).json()["documentTemplate"]
    odd = caller.post("/v1/embed/builder/templates", {"documentTemplate": {"layout": {"sections": []}}})
    listed = caller.get("/v1/embed/builder/templates").json()["templates"]

    assert {name: made[name] for name in document} == document
    assert (made["sD"], made["isCustomTemplate"], made["design"]) == (False, True, None)
    assert (odd.status_code, odd.json()["documentTemplate"]["name"]) == (200, "Untitled template")
    assert [(row["name"], row["category"]) for row in listed] == [("Untitled template", None), ("Handover", "cars")]
    published = {row["name"]: row["published"] for row in caller.get("/v1/templates").json()["templates"]}
    assert published == {"Handover": True, "Untitled template": False}


def test_a_session_makes_builder_templates_with_its_rights_and_lists_none(partner):
    document = {"documentTemplate": {"name": "Handover", "layout": CONTENT}}

    refused = iframe(partner.live_key, permissions={}).post("/v1/embed/builder/templates", document)
    caller = iframe(partner.live_key, permissions={"saveDraft": True})

    assert (refused.status_code, error(refused)["code"]) == (403, "permission_denied")
    assert caller.post("/v1/embed/builder/templates", document).status_code == 200
    assert caller.get("/v1/embed/templates").json()["templates"][0]["publishedVersion"] is None
    assert caller.get("/v1/embed/builder/templates").status_code == 401

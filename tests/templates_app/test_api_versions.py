"""Versions compared, gone back to; data tried before it is rendered."""

from __future__ import annotations

import copy

import pytest

from renders.models import Render
from tests.api.calls import Caller, error
from tests.factories import MANIFEST, make_template, make_version

DATA = {"customer": {"name": "Acme Corp"}}


@pytest.fixture
def template(acme):
    return make_template(acme.project)


@pytest.fixture
def caller(acme):
    return Caller(acme.live_key)


def with_variable(**fields):
    manifest = copy.deepcopy(MANIFEST)
    manifest["variables"].append({"key": "dueDate", "label": "Due date", "dataType": "date", **fields})
    return manifest


def test_going_back_publishes_the_old_content_as_the_next_version(template, caller):
    make_version(template, manifest=with_variable(required=True))

    answer = caller.post("/v1/templates/invoice/versions/1/rollback")

    assert answer.status_code == 201
    assert answer.json()["currentVersionNumber"] == 3
    assert (
        caller.get("/v1/templates/invoice").json()["manifest"]
        == caller.get("/v1/templates/invoice/versions/1").json()["manifest"]
    )


def test_a_new_required_variable_breaks_and_an_optional_one_does_not(template, caller):
    make_version(template, manifest=with_variable(required=True))
    make_version(template, manifest=with_variable(required=False))

    breaking = caller.get("/v1/templates/invoice/versions/1/diff/2").json()
    harmless = caller.get("/v1/templates/invoice/versions/1/diff/3").json()

    assert (breaking["from"], breaking["to"], breaking["compatible"]) == (1, 2, False)
    assert breaking["changes"] == [
        {"kind": "added", "key": "dueDate", "breaking": True, "message": "dueDate is new and required."}
    ]
    assert harmless["compatible"] is True


@pytest.mark.parametrize(
    ("change", "compatible"),
    [
        ({"dataType": "longtext"}, True),
        ({"dataType": "number"}, False),
        ({"required": False}, True),
        ({"label": "Client"}, True),
    ],
)
def test_a_changed_variable_is_judged_by_what_it_refuses(template, caller, change, compatible):
    manifest = copy.deepcopy(MANIFEST)
    manifest["variables"][0].update(change)
    make_version(template, manifest=manifest)

    answer = caller.get("/v1/templates/invoice/versions/1/diff/2").json()

    assert answer["compatible"] is compatible
    assert [row["key"] for row in answer["changes"]] == ["customer.name"]


def test_equal_versions_have_no_differences(template, caller):
    answer = caller.get("/v1/templates/invoice/versions/1/diff/1").json()

    assert (answer["changes"], answer["compatible"], answer["layoutChanged"]) == ([], True, False)


def test_trying_data_tells_what_a_render_would_use_and_keeps_nothing(template, caller):
    answer = caller.post("/v1/templates/invoice/validate", {"data": {**DATA, "total": "5.50", "vat": 1}})

    body = answer.json()
    assert (body["valid"], body["versionNumber"]) == (True, 1)
    assert body["values"]["total"] == 5.5
    assert {"unknown_key", "coerced_value"} <= {warning["code"] for warning in body["warnings"]}
    assert Render.objects.count() == 0


def test_trying_data_that_does_not_fit_names_the_leaves(template, caller):
    body = caller.post("/v1/templates/invoice/validate", {"data": {}}).json()

    assert (body["valid"], body["values"]) == (False, None)
    assert body["issues"]["fieldErrors"] == {"customer.name": ["Required"]}


def test_a_version_that_does_not_exist_cannot_be_tried(template, caller):
    answer = caller.post("/v1/templates/invoice/validate", {"data": DATA, "versionNumber": 9})

    assert (answer.status_code, error(answer)["code"]) == (404, "version_not_found")


def test_the_schema_is_served_for_tools(acme, template, caller):
    make_template(acme.project, "draft", published=False)

    answer = caller.get("/v1/templates/invoice/schema.json")

    assert answer["Content-Type"] == "application/schema+json"
    assert answer.json() == caller.get("/v1/templates/invoice").json()["jsonSchema"]
    assert caller.get("/v1/templates/draft/schema.json").status_code == 409

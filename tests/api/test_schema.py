"""The OpenAPI document: fresh, valid, complete, with an example for everything."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml
from django.conf import settings
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from craftkit.api.reference import openapi_yaml
from tests.security.routes import api_routes

COMMITTED = Path(settings.BASE_DIR, "docs", "openapi.yaml")
SCHEMA = yaml.safe_load(openapi_yaml(server="http://localhost:8000"))
OPERATIONS = [
    pytest.param(operation, id=f"{method.upper()} {path}")
    for path, methods in SCHEMA["paths"].items()
    for method, operation in methods.items()
]


def test_the_committed_file_is_fresh():
    assert COMMITTED.read_bytes() == openapi_yaml(server="http://localhost:8000"), "run: manage.py openapi"


def test_the_document_is_valid_openapi_3_1():
    assert SCHEMA["openapi"] == "3.1.0"
    OpenAPIV31SpecValidator(SCHEMA).validate()


def test_every_route_is_described():
    described = {(method.upper(), path) for path, methods in SCHEMA["paths"].items() for method in methods}

    routes = {(method, "/" + _plain(route)) for method, route, _ in api_routes()}

    assert described == routes


def test_what_asks_for_no_key_says_so_and_all_else_names_its_key():
    drawn = [(path, operation) for path, methods in SCHEMA["paths"].items() for operation in methods.values()]

    public = {path for path, operation in drawn if operation["security"] == []}

    assert public == {"/health", "/v1/health", "/v1/hooks/{token}", "/v1/mail/bounces/{token}", "/v1/embed/preflight"}
    assert SCHEMA["security"] == [{"bearerApiKey": []}]


def test_every_tag_is_described():
    used = {tag for methods in SCHEMA["paths"].values() for operation in methods.values() for tag in operation["tags"]}

    assert used == {tag["name"] for tag in SCHEMA["tags"]}


def _plain(route: str) -> str:
    return route.replace("<str:", "{").replace("<int:", "{").replace(">", "}")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_says_what_it_does_and_shows_each_answer(operation):
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    for status, answer in operation["responses"].items():
        assert answer.get("description") or status.startswith("2")
        for kind, content in answer.get("content", {}).items():
            assert kind != "application/json" or content.get("examples"), f"{status} has no example"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_examples_fit_their_schemas(operation):
    faults = []
    for body in [operation.get("requestBody", {}), *operation["responses"].values()]:
        content = body.get("content", {}).get("application/json", {})
        schema = {**content.get("schema", {}), "components": SCHEMA["components"]}
        for example in content.get("examples", {}).values():
            faults += [fault.message for fault in jsonschema.Draft202012Validator(schema).iter_errors(example["value"])]

    assert faults == []


def test_every_field_is_described():
    bare = [
        f"{name}.{field}"
        for name, component in SCHEMA["components"]["schemas"].items()
        for field, schema in component.get("properties", {}).items()
        if not (schema.get("description") or "$ref" in str(schema))
    ]

    assert bare == []


def test_the_document_and_the_reference_are_served(db):
    served = Client().get("/openapi.yaml")
    page = Client().get("/docs/api")

    assert served["Content-Type"].startswith("application/yaml")
    assert yaml.safe_load(served.content)["servers"][0]["url"] == settings.BASE_URL
    assert page.status_code == 200
    assert b"/openapi.yaml" in page.content

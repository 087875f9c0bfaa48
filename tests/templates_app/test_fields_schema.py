"""The JSON Schema of a manifest's data."""

from __future__ import annotations

import jsonschema

from templates_app.examples import sample_data
from templates_app.fields import json_schema, parse_manifest

MANIFEST = parse_manifest(
    {
        "variables": [
            {"key": "customer.name", "label": "Customer name", "dataType": "text", "required": True},
            {"key": "customer.email", "label": "E-mail", "dataType": "email"},
            {"key": "paid", "label": "Paid", "dataType": "boolean", "required": True, "defaultValue": False},
            {"key": "count", "label": "Count", "dataType": "number", "integer": True, "min": 1, "max": 9},
            {"key": "code", "label": "Code", "dataType": "text", "pattern": "[A-Z]{2}"},
        ],
        "loops": [
            {
                "key": "items",
                "label": "Items",
                "itemFields": [{"key": "name", "label": "Name", "dataType": "text", "required": True}],
            }
        ],
    }
)


def test_the_schema_is_draft_07_with_nested_properties():
    assert json_schema(MANIFEST) == {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": {
            "customer": {
                "type": "object",
                "properties": {
                    "name": {"type": "string", "title": "Customer name"},
                    "email": {"type": "string", "format": "email", "title": "E-mail"},
                },
                "required": ["name"],
            },
            "paid": {"type": "boolean", "title": "Paid", "default": False},
            "count": {"type": "integer", "title": "Count", "minimum": 1, "maximum": 9},
            "code": {"type": "string", "title": "Code", "pattern": "^[A-Z]{2}$"},
            "items": {
                "type": "array",
                "title": "Items",
                "items": {
                    "type": "object",
                    "properties": {"name": {"type": "string", "title": "Name"}},
                    "required": ["name"],
                },
                "maxItems": 10_000,
            },
        },
        "required": ["customer"],
    }


def test_the_schema_is_valid_and_takes_our_own_sample_data():
    schema = json_schema(MANIFEST)

    jsonschema.Draft7Validator.check_schema(schema)

    assert list(jsonschema.Draft7Validator(schema).iter_errors(sample_data(MANIFEST))) == []

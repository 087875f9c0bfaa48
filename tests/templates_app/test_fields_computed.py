"""Computed variables in manifests, data, schemas and samples."""

from __future__ import annotations

import jsonschema
import pytest

from templates_app.examples import sample_data
from templates_app.fields import InvalidManifest, check_data, json_schema, parse_manifest

ITEM_FIELDS = [
    {"key": "qty", "dataType": "number", "required": True},
    {"key": "price", "dataType": "currency", "required": True},
    {"key": "amount", "dataType": "currency", "required": True, "computed": "items[].qty * items[].price"},
]
RAW = {
    "variables": [
        {"key": "customer.name", "dataType": "text", "required": True},
        {"key": "customer.greeting", "dataType": "text", "computed": "concat('Dear ', customer.name)"},
        {"key": "total", "dataType": "currency", "required": True, "computed": "sum(items[].amount)"},
    ],
    "loops": [{"key": "items", "itemFields": ITEM_FIELDS}],
}
MANIFEST = parse_manifest(RAW)
DATA = {"customer": {"name": "Acme Corp"}, "items": [{"qty": 2, "price": 9.99}, {"qty": "3", "price": 1}]}


def refusal(**change):
    """The issues of a manifest with one variable or item field changed."""
    fields = [*ITEM_FIELDS[:2], {**ITEM_FIELDS[2], **change}]
    return faults_of({**RAW, "loops": [{"key": "items", "itemFields": fields}]})


def faults_of(raw):
    """The faults of a manifest by path."""
    with pytest.raises(InvalidManifest) as caught:
        parse_manifest(raw)
    assert caught.value.issues
    return caught.value.issues["fieldErrors"]


def test_computed_values_are_filled_in_and_never_required():
    checked = check_data(MANIFEST, DATA)

    assert checked.values == {
        "customer": {"name": "Acme Corp", "greeting": "Dear Acme Corp"},
        "items": [{"qty": 2, "price": 9.99, "amount": 19.98}, {"qty": 3, "price": 1, "amount": 3}],
        "total": 22.98,
    }
    assert [warning.code for warning in checked.warnings] == ["coerced_value"]


def test_values_sent_for_computed_ones_are_left_out_with_a_warning():
    rows = [{"qty": 1, "price": 1, "amount": 99}, {"qty": 1, "price": 1, "amount": "x"}]

    checked = check_data(MANIFEST, {"customer": {"name": "A"}, "items": rows, "total": 99})

    assert checked.values["total"] == 2
    assert [(warning.code, warning.path, warning.message) for warning in checked.warnings] == [
        ("unknown_key", "total", "total is computed; the value sent for it was left out."),
        (
            "unknown_key",
            "items[0].amount",
            "items[0].amount is computed; the value sent for it was left out. (and in 1 more rows)",
        ),
    ]


def test_what_cannot_be_computed_is_a_warning():
    manifest = parse_manifest({"variables": [{"key": "a", "dataType": "number", "computed": "1 / 0"}], "loops": []})

    checked = check_data(manifest, {})

    assert checked.values == {}
    assert [warning.as_json() for warning in checked.warnings] == [
        {
            "code": "not_computed",
            "message": "a is empty: division by zero (column 3 of its expression).",
            "path": "a",
        }
    ]


def test_a_manifest_with_computed_variables_is_kept_as_it_was():
    assert parse_manifest(MANIFEST.as_json()) == MANIFEST
    assert MANIFEST.by_key["items[].amount"].as_json() == {
        "key": "amount",
        "label": "Amount",
        "dataType": "currency",
        "required": False,
        "computed": "items[].qty * items[].price",
    }


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        ({"computed": "items[].qty *"}, "computed", "line 1, column 14: the expression ends too early"),
        ({"computed": "items[].qtty"}, "computed", "line 1, column 1: items[].qtty is not in the manifest"),
        ({"computed": "items[].amount"}, "computed", "line 1, column 1: items[].amount is computed from itself: items"),
        (
            {"computed": "'a'"},
            "computed",
            "line 1, column 1: this gives a text, but items[].amount is of type currency",
        ),
        ({"computed": ""}, "computed", "line 1, column 1: the expression is empty"),
        ({"computed": 5}, "computed", "Expected an expression such as items[].qty * items[].price"),
        (
            {"dataType": "image"},
            "computed",
            "line 1, column 13: image cannot be computed, only text, longtext, number,",
        ),
        ({"defaultValue": 1}, "defaultValue", "A computed value has no default; use coalesce(…, default)"),
    ],
)
def test_a_fault_in_an_expression_is_named_at_its_place_in_the_manifest(change, place, message):
    found = refusal(**change)

    assert found[f"manifest.loops[0].itemFields[2].{place}"][0].startswith(message)


def test_a_cycle_is_named_at_each_of_its_members():
    ring = {"a": "b", "b": "a"}
    variables = [{"key": key, "dataType": "number", "computed": other} for key, other in ring.items()]

    assert faults_of({"variables": variables}) == {
        "manifest.variables[0].computed": ["line 1, column 1: a is computed from itself: a → b → a"],
        "manifest.variables[1].computed": ["line 1, column 1: b is computed from itself: b → a → b"],
    }


def test_nested_lists_name_their_place():
    lines = {"key": "lines", "dataType": "list", "itemFields": [{"key": "a", "dataType": "text", "computed": "x"}]}

    found = faults_of({"loops": [{"key": "orders", "itemFields": [{"key": "n", "dataType": "text"}, lines]}]})

    assert [*found] == ["manifest.loops[0].itemFields[1].itemFields[0].computed"]


def test_the_schema_shows_computed_values_as_read_only():
    schema = json_schema(MANIFEST)

    assert schema["properties"]["total"] == {"type": "number", "title": "Total", "readOnly": True}
    assert schema["properties"]["items"]["items"]["properties"]["amount"]["readOnly"] is True
    assert schema["properties"]["items"]["items"]["required"] == ["qty", "price"]
    assert schema["required"] == ["customer"]
    jsonschema.validate({**DATA, "items": [{"qty": 2, "price": 9.99}]}, schema)


def test_sample_data_leaves_computed_values_out():
    data = sample_data(MANIFEST)

    assert "total" not in data
    assert all(row.keys() == {"qty", "price"} for row in data["items"])
    assert check_data(MANIFEST, data).warnings == []

"""Manifests: what is read from them, and what is refused with its place."""

from __future__ import annotations

from typing import Any

import pytest

from templates_app.fields import InvalidLoopKey, InvalidManifest, parse_manifest

INVOICE: dict[str, Any] = {
    "variables": [
        {"key": "customer.name", "label": "Customer name", "dataType": "text", "required": True},
        {"key": "total", "label": "Total", "dataType": "currency", "required": False, "format": "money:EUR"},
    ],
    "loops": [
        {
            "key": "items",
            "label": "Line items",
            "itemFields": [
                {"key": "name", "label": "Item", "dataType": "text", "required": True},
                {"key": "price", "label": "Price", "dataType": "currency", "required": False},
            ],
            "previewData": [{"name": "Widget", "price": 9.99}],
        }
    ],
}


def faults(raw: object) -> dict[str, list[str]]:
    """The faults by path that parsing a manifest names."""
    with pytest.raises(InvalidManifest) as refused:
        parse_manifest(raw)
    assert refused.value.issues is not None
    return refused.value.issues["fieldErrors"]


def variable(**members: Any) -> dict[str, Any]:
    """A manifest of one variable."""
    return {"variables": [{"key": "a", "label": "A", "dataType": "text", **members}]}


def test_a_manifest_is_stored_as_it_was_sent():
    assert parse_manifest(INVOICE).as_json() == INVOICE


def test_reading_what_was_stored_changes_nothing():
    stored = parse_manifest(INVOICE).as_json()

    assert parse_manifest(stored) == parse_manifest(INVOICE)


def test_fields_name_item_fields_by_their_absolute_keys():
    assert parse_manifest(INVOICE).fields() == [
        {"key": "customer.name", "type": "text", "required": True},
        {"key": "total", "type": "currency", "required": False},
        {"key": "items[].name", "type": "text", "required": True},
        {"key": "items[].price", "type": "currency", "required": False},
    ]


def test_a_missing_label_is_made_from_the_key():
    manifest = parse_manifest({"variables": [{"key": "customer.dueDate", "dataType": "date"}]})

    assert manifest.variables[0].label == "Customer due date"


def test_extras_are_carried_where_they_apply():
    raw = variable(dataType="number", integer=True, min=1, max=9, previewData=3, defaultValue="2", pattern="x", weird=1)

    extras = parse_manifest(raw).variables[0].extras

    assert extras == {"integer": True, "min": 1, "max": 9, "previewData": 3, "defaultValue": 2}


def test_lists_may_nest_inside_items():
    lines = {"key": "lines", "label": "Lines", "dataType": "list", "itemFields": [{"key": "sku", "dataType": "text"}]}

    manifest = parse_manifest({"loops": [{"key": "orders", "itemFields": [lines]}]})

    assert set(manifest.lists) == {"orders", "orders[].lines"}
    assert manifest.by_key["orders[].lines[].sku"].data_type == "text"
    assert parse_manifest(manifest.as_json()) == manifest


@pytest.mark.parametrize("raw", [None, [], "x", 3, {}, {"fields": []}])
def test_anything_else_is_refused(raw):
    assert "manifest" in faults(raw)


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"variables": {}}, "manifest.variables"),
        ({"variables": [3]}, "manifest.variables[0]"),
        ({"variables": [{}]}, "manifest.variables[0].key"),
        (variable(key="1a"), "manifest.variables[0].key"),
        (variable(key="a..b"), "manifest.variables[0].key"),
        (variable(key="items[].b"), "manifest.variables[0].key"),
        (variable(key="a.__proto__.b"), "manifest.variables[0].key"),
        (variable(key="x" * 161), "manifest.variables[0].key"),
        (variable(key="a\n"), "manifest.variables[0].key"),
        (variable(dataType="richtext"), "manifest.variables[0].dataType"),
        (variable(dataType=["text"]), "manifest.variables[0].dataType"),
        (variable(label=5), "manifest.variables[0].label"),
        (variable(label="a\x00"), "manifest.variables[0].label"),
        (variable(label="\ud800"), "manifest.variables[0].label"),
        (variable(required="yes"), "manifest.variables[0].required"),
        (variable(required=0), "manifest.variables[0].required"),
        (variable(format="currency:EUR"), "manifest.variables[0].format"),
        (variable(format=7), "manifest.variables[0].format"),
        (variable(dataType="number", min="1"), "manifest.variables[0].min"),
        (variable(dataType="number", min=5, max=1), "manifest.variables[0].max"),
        (variable(dataType="number", defaultValue="five"), "manifest.variables[0].defaultValue"),
        (variable(pattern="(a+)+$"), "manifest.variables[0].pattern"),
        (variable(pattern="a*b*"), "manifest.variables[0].pattern"),
        (variable(previewData={}), "manifest.variables[0].previewData"),
        ({"loops": [{"key": "items"}]}, "manifest.loops[0].itemFields"),
        ({"loops": [{"key": "items", "itemFields": []}]}, "manifest.loops[0].itemFields"),
        ({"loops": [{"key": "items", "itemFields": [{"key": "a"}]}]}, "manifest.loops[0].itemFields[0].dataType"),
        ({"variables": [{"key": f"v{n}", "dataType": "text"} for n in range(1001)]}, "manifest.variables"),
        ({"loops": [{} for _ in range(101)]}, "manifest.loops"),
    ],
)
def test_faults_are_named_by_their_place(raw, path):
    assert path in faults(raw)


def test_a_key_cannot_be_there_twice_or_be_both_value_and_object():
    twice = faults({"variables": [{"key": "a", "dataType": "text"}, {"key": "a", "dataType": "date"}]})
    parent = faults({"variables": [{"key": "a.b", "dataType": "text"}, {"key": "a", "dataType": "text"}]})
    loop = faults({**INVOICE, "variables": [{"key": "items.total", "dataType": "text"}]})

    assert twice == {"manifest.variables[1].key": ["The key a is there twice"]}
    assert parent == {"manifest.variables[1].key": ["The key a cannot stand beside a.b"]}
    assert list(loop) == ["manifest.loops"]


@pytest.mark.parametrize("key", ["order.items", ".items", "items."])
def test_a_dot_in_a_loop_key_has_an_error_of_its_own(key):
    raw = {"variables": [], "loops": [{**INVOICE["loops"][0], "key": key}]}

    with pytest.raises(InvalidLoopKey) as refused:
        parse_manifest(raw)

    assert refused.value.code == "invalid_loop_key"
    assert refused.value.issues is not None
    assert list(refused.value.issues["fieldErrors"]) == ["manifest.loops[0].key"]


def test_preview_rows_are_few_and_small():
    loop = INVOICE["loops"][0]

    assert "manifest.loops[0].previewData" in faults({"loops": [{**loop, "previewData": [{}] * 11}]})
    assert "manifest.loops[0].previewData" in faults({"loops": [{**loop, "previewData": [{"a": "x" * 70_000}]}]})
    assert "manifest.loops[0].previewData" in faults({"loops": [{**loop, "previewData": [1]}]})


def test_the_number_of_faults_shown_is_bounded():
    found = faults({"variables": [{"key": f"{n}"} for n in range(900)]})

    assert len(found) == 100

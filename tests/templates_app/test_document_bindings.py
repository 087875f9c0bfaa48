"""What a document asks for: the derived manifest, and the check against a given one."""

from __future__ import annotations

import pytest

from templates_app.document import InvalidDocument, check_bindings, derive_manifest
from templates_app.fields import parse_manifest
from tests.templates_app.documents import block, chip, document, line, row, source, text

MANIFEST = parse_manifest(
    {
        "variables": [{"key": "name", "dataType": "text"}, {"key": "logo", "dataType": "image"}],
        "loops": [{"key": "items", "itemFields": [{"key": "price", "dataType": "currency"}]}],
    }
)


def unbound(content: dict) -> dict[str, list[str]]:
    """The faults that the check against MANIFEST names."""
    with pytest.raises(InvalidDocument) as refused:
        check_bindings(content, MANIFEST)
    assert refused.value.issues is not None
    return refused.value.issues["fieldErrors"]


def test_the_manifest_follows_the_walk_with_types_from_the_envelope():
    content = document(
        line(chip("customer.name"), chip("total", format="currency:EUR"), chip("when", format="date:DD/MM/YYYY")),
        block("table", row(chip("orders[].number"), repeat="orders")),
        block("loop", block("loop", line(chip("orders[].lines[].qty")), each="orders[].lines"), each="orders"),
        block("image", bind="logo"),
        block("condition", block("conditionThen", line()), when={"key": "paid", "op": "isTrue"}),
        footer={"default": {"left": [chip("seller")]}},
        variables={
            "customer.name": {"type": "text", "label": "Customer", "required": True, "default": None},
            "orders[].lines[].qty": {"type": "number", "label": "Quantity"},
            "unused": {"type": "text"},
        },
        loops={"orders": {"label": "All orders", "previewData": [{"number": "1"}]}},
    )

    manifest = derive_manifest(content)

    assert [(field["key"], field["type"], field["required"]) for field in manifest.fields()] == [
        ("seller", "text", False),
        ("customer.name", "text", True),
        ("total", "currency", False),
        ("when", "date", False),
        ("logo", "image", False),
        ("paid", "boolean", False),
        ("orders[].number", "text", False),
        ("orders[].lines[].qty", "number", False),
    ]
    assert manifest.loops[0].label == "All orders"
    assert parse_manifest(manifest.as_json()) == manifest


def test_a_loop_that_shows_no_field_asks_for_nothing():
    assert derive_manifest(document(block("loop", line(text("x")), each="items"))).loops == ()


def test_hand_written_sources_are_walked_too():
    content = source(
        "{{#each items}}<p>{{name}} {{items[].price currency:EUR}} {{shop}}</p>{{/each}}<img src='{{logo}}' alt=''>"
        "{{#if paid}}x{{/if}}",
        variables={"shop": {"type": "text", "label": "Shop"}},
    )

    assert [(field["key"], field["type"]) for field in derive_manifest(content).fields()] == [
        ("shop", "text"),
        ("logo", "image"),
        ("paid", "text"),
        ("items[].name", "text"),
        ("items[].price", "currency"),
    ]


def test_bindings_that_the_manifest_has_pass():
    content = document(
        line(chip("name"), chip("name", format="text:upper")),
        block("image", bind="logo"),
        block("table", row(chip("items[].price"), repeat="items")),
        block("condition", block("conditionThen", line()), when={"key": "items", "op": "empty"}),
    )

    hand_written = source("{{name}}{{#each items}}{{price}} {{name}}{{/each}}")

    check_bindings(content, MANIFEST)
    check_bindings(hand_written, MANIFEST)

    assert "items[].price" in MANIFEST.by_key


def test_bindings_that_it_lacks_are_named():
    content = document(
        line(chip("nome"), chip("logo"), chip("name", format="currency:EUR")),
        block("image", bind="items"),
        block("loop", line(chip("orders[].x")), each="orders"),
    )

    assert unbound(content) == {
        "layout/body/content/0/content/0/attrs/key": ["nome is not in the manifest"],
        "layout/body/content/0/content/1/attrs/key": ["logo is an image and needs an image block"],
        "layout/body/content/0/content/2/attrs/key": ["The format currency does not apply to text"],
        "layout/body/content/1/attrs/bind": ["items is not in the manifest"],
        "layout/body/content/2/attrs/each": ["orders is not a loop of the manifest"],
        "layout/body/content/2/content/0/content/0/attrs/key": ["orders[].x is not in the manifest"],
    }
    assert unbound(source("<p>\n {{nome}}</p>")) == {"layout/html": ["line 2, column 2: nome is not in the manifest"]}


def test_aggregates_tell_types_and_need_fitting_ones():
    content = document(
        line(chip("items[].qty", agg="sum"), chip("items[].day", agg="max", format="date")),
        line(chip("items", agg="count", format="number:0"), chip("items[].note", agg="count", format="number:0")),
    )

    assert [(field["key"], field["type"]) for field in derive_manifest(content).fields()] == [
        ("items[].qty", "number"),
        ("items[].day", "date"),
        ("items[].note", "text"),
    ]
    wrong = document(
        line(chip("items[].price", agg="sum"), chip("items", agg="count"), chip("items[].price", agg="count")),
        line(chip("items[].name", agg="sum"), chip("items[].name", agg="max"), chip("name", agg="count")),
        line(chip("items[].price", agg="count", format="date"), chip("items[].nope", agg="sum")),
    )
    manifest = parse_manifest(
        {
            "variables": [{"key": "name", "dataType": "text"}],
            "loops": [
                {
                    "key": "items",
                    "itemFields": [{"key": k, "dataType": t} for k, t in (("price", "currency"), ("name", "text"))],
                }
            ],
        }
    )
    with pytest.raises(InvalidDocument) as refused:
        check_bindings(wrong, manifest)
    assert refused.value.issues is not None
    assert {place[20:]: faults for place, faults in refused.value.issues["fieldErrors"].items()} == {
        "1/content/0/attrs/key": ["items[].name is not a number, which this aggregate needs"],
        "1/content/1/attrs/key": ["items[].name is not a number or a date, which this aggregate needs"],
        "1/content/2/attrs/key": ["name is not a list, so there is nothing to count"],
        "2/content/0/attrs/key": ["The format date does not apply to number"],
        "2/content/1/attrs/key": ["items[].nope is not in the manifest"],
    }

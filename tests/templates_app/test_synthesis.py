"""Layouts made from a manifest alone."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates_app.document import check_bindings, check_document, derive_manifest, page_from_config
from templates_app.fields import DATA_TYPES, parse_manifest
from templates_app.samples import sample_data
from templates_app.synthesis import synthesise
from tests.templates_app.documents import printed

INVOICE: dict[str, Any] = {
    "variables": [
        {"key": "customer.name", "label": "Customer name", "dataType": "text", "required": True},
        {"key": "customer.address", "label": "Address", "dataType": "longtext"},
        {"key": "seller.logo", "label": "Logo", "dataType": "image"},
        {"key": "tax", "label": "Tax", "dataType": "currency", "format": "currency:EUR"},
        {"key": "total", "label": "Total", "dataType": "currency", "required": True, "format": "currency:EUR"},
        {"key": "notes", "label": "Notes", "dataType": "longtext"},
    ],
    "loops": [
        {
            "key": "items",
            "label": "Line items",
            "itemFields": [
                {"key": "name", "label": "Item", "dataType": "text"},
                {"key": "price", "label": "Price", "dataType": "currency", "format": "currency:EUR"},
            ],
        }
    ],
}


def made(raw: dict[str, Any], values: dict[str, Any], **config: str) -> str:
    """The printed body of a synthesised layout."""
    manifest = parse_manifest(raw)
    content = synthesise("Invoice", manifest, page_from_config(config))
    check_bindings(content, manifest)
    return printed(content, values, manifest)


def test_everything_in_the_manifest_is_printed_with_its_label():
    html = made(
        INVOICE,
        {
            "customer": {"name": "Acme Corp", "address": "12 Harbour Street"},
            "seller": {"logo": "https://example.com/l.png"},
            "items": [{"name": "Widget", "price": 9.99}, {"name": "Gadget", "price": 5}],
            "tax": 1,
            "total": 49.95,
            "notes": "Thanks",
        },
    )

    for words in (
        "Invoice",
        "Customer name",
        "Acme Corp",
        "12 Harbour Street",
        "Item",
        "Widget",
        "€9.99",
        "€5.00",
        "Notes",
    ):
        assert words in html
    assert html.index("Gadget") < html.index("Tax") < html.index("Total") < html.index("€49.95") < html.index("Thanks")
    assert "<thead>" in html
    assert 'aria-label="Logo"' in html


def test_optional_values_that_are_absent_leave_no_trace():
    html = made(INVOICE, {"customer": {"name": "Acme Corp"}, "items": [], "total": 1})

    assert "Address" not in html
    assert "Tax" not in html
    assert "Notes" not in html
    assert "Logo" not in html
    assert "None" in html


def test_lists_inside_rows_and_wide_rows_become_blocks():
    lines = {"key": "lines", "label": "Lines", "dataType": "list", "itemFields": [{"key": "sku", "dataType": "text"}]}
    wide = [{"key": f"f{number}", "dataType": "text"} for number in range(12)]
    raw = {
        "loops": [
            {"key": "orders", "itemFields": [{"key": "no", "dataType": "text"}, lines]},
            {"key": "wide", "itemFields": wide},
        ]
    }

    html = made(raw, {"orders": [{"no": "A", "lines": [{"sku": "W-1"}]}], "wide": [{"f11": "last"}]})

    assert html.index("A</td>") < html.index("W-1") < html.index("last")


@pytest.mark.parametrize("config", [{"format": "A6"}, {"format": "A4", "orientation": "landscape"}])
def test_every_page_size_is_served(config):
    assert "Acme Corp" in made(INVOICE, {"customer": {"name": "Acme Corp"}, "total": 1}, **config)


KEYS = st.lists(st.sampled_from(["a", "b.c", "b.logo", "total", "x.address", "note", "d.e.f"]), unique=True, max_size=7)
TYPES = st.lists(st.sampled_from(DATA_TYPES), min_size=7, max_size=7)


@given(KEYS, TYPES, st.integers(0, 12), st.booleans())
@settings(max_examples=60, deadline=None)
def test_any_manifest_gives_a_document_that_asks_for_all_of_it(keys, types, columns, required):
    fields = [{"key": f"f{number}", "dataType": types[number % 7]} for number in range(columns)]
    raw = {
        "variables": [{"key": key, "dataType": types[at], "required": required} for at, key in enumerate(keys)],
        "loops": [{"key": "items", "itemFields": fields}] if fields else [],
    }
    manifest = parse_manifest(raw)

    content = synthesise("Any <name>", manifest, page_from_config(None))

    check_document(content)
    check_bindings(content, manifest)
    assert set(derive_manifest(content).by_key) == set(manifest.by_key)
    assert printed(content, sample_data(manifest), manifest)

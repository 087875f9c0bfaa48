"""Manifests as the rows of a table."""

from __future__ import annotations

from templates_app.fields import parse_manifest
from templates_app.outline import outline

FIELD = {"key": "sku", "label": "SKU", "dataType": "text", "required": True}
MANIFEST = {
    "variables": [{"key": "due", "label": "Due", "dataType": "date", "format": "date:DD/MM/YYYY"}],
    "loops": [
        {
            "key": "orders",
            "label": "Orders",
            "itemFields": [{"key": "lines", "label": "Lines", "dataType": "list", "itemFields": [FIELD]}],
        }
    ],
}


def test_values_come_first_and_lists_are_followed_by_their_fields():
    lines = outline(parse_manifest(MANIFEST))

    assert [(line.key, line.data_type, line.depth) for line in lines] == [
        ("due", "date", 0),
        ("orders[]", "list", 0),
        ("orders[].lines[]", "list", 1),
        ("orders[].lines[].sku", "text", 2),
    ]
    assert lines[0].format == "date:DD/MM/YYYY"
    assert lines[3].required

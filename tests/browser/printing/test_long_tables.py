"""Long tables as printed: what readers and reading machines get is the same as from a native table."""

from __future__ import annotations

import time
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from renders.chromium import Lane
from renders.options import PdfOptions
from templates_app.compiler import compile_document, long_tables
from templates_app.fields import check_data, parse_manifest
from templates_app.synthesis import synthesise
from tests.browser.printing.conftest import text_of

pytestmark = pytest.mark.browser

FIELDS = [{"key": key, "label": key.title(), "dataType": "text"} for key in ("name", "place", "note")]
MANIFEST = parse_manifest({"variables": [], "loops": [{"key": "rows", "label": "Sales", "itemFields": FIELDS}]})
ROWS = [{"name": f"Article {number}", "place": "North", "note": f"N{number}"} for number in range(120)]


def printed(lane: Lane) -> bytes:
    """The report, as the lane prints it."""
    values = check_data(MANIFEST, {"rows": ROWS}).values
    page = compile_document(synthesise("Report", MANIFEST, {}), MANIFEST, values, locale="en")
    return lane.print(page.html, tenant="long", options=PdfOptions(), deadline=time.monotonic() + 60).pdf


def kinds(pdf: bytes) -> list[str]:
    """The kinds of all structure elements in order."""

    def walk(node: pikepdf.Object) -> list[str]:
        found = [str(node.S)] if "/S" in node else []
        children: Any = node.get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary) and ("/S" in child or "/K" in child):
                found += walk(child)
        return found

    with pikepdf.open(BytesIO(pdf)) as document:
        return walk(document.Root.StructTreeRoot)


def test_readers_and_machines_get_what_a_native_table_gives(lane, monkeypatch):
    native = printed(lane)
    monkeypatch.setattr(long_tables, "LONG", 10)
    boxed = printed(lane)

    assert boxed != native
    assert text_of(boxed).split() == text_of(native).split()
    assert kinds(boxed) == kinds(native)
    assert kinds(boxed).count("/TR") == 121

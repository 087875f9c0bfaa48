"""A report: one table of as many rows as are wanted, six columns, about 35 rows to a page."""

from __future__ import annotations

from typing import Any

from templates_app.fields import parse_manifest
from templates_app.synthesis import synthesise

COLUMNS = (
    ("day", "Day", "date"),
    ("name", "Article", "text"),
    ("region", "Region", "text"),
    ("qty", "Quantity", "number"),
    ("price", "Price", "currency"),
    ("total", "Total", "currency"),
)
PAGE = {"size": "A4", "margin": {"top": 15, "right": 15, "bottom": 15, "left": 15}}


def ledger(rows: int) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Slug, template and data."""
    fields = [{"key": key, "label": label, "dataType": kind} for key, label, kind in COLUMNS]
    manifest = {"variables": [], "loops": [{"key": "rows", "label": "Sales", "itemFields": fields}]}
    layout = {**synthesise("Report", parse_manifest(manifest), PAGE), "typography": {"size": 8}}
    data = {"rows": [_row(number) for number in range(rows)]}
    return f"report-{rows}", {"name": "Report", "manifest": manifest, "layout": layout}, data


def _row(number: int) -> dict[str, Any]:
    count = number % 40
    return {
        "day": f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}",
        "name": f"Article {number}",
        "region": ("North", "East", "South", "West")[number % 4],
        "qty": count,
        "price": 9.5,
        "total": round(9.5 * count, 2),
    }

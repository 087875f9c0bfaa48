"""A project's catalogs as owners read them: the list, one version, what changed, and text that became a catalog."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from craftkit.accounts.models import Project
from craftkit.api.errors import serializer_issues
from craftkit.lib.errors import InvalidRequest
from embed.directory import changes
from embed.models import Catalog, CatalogVersion
from embed.serializers.catalogs import CatalogBody

CONTEXT_LINES = 3
MOST_CATALOGS = 200
MOST_FAULTS = 20
STARTER: dict[str, Any] = {
    "allowCustom": False,
    "namespaces": [
        {
            "key": "customer",
            "label": "Customer",
            "fields": [
                {"key": "customer.name", "label": "Name", "dataType": "text", "previewData": "Northwind Example"},
                {"key": "customer.since", "label": "Customer since", "dataType": "date", "format": "date:DD/MM/YYYY"},
            ],
        }
    ],
    "loops": [
        {
            "key": "items",
            "label": "Items",
            "itemFields": [
                {"key": "name", "label": "Item", "dataType": "text"},
                {"key": "price", "label": "Price", "dataType": "currency", "format": "currency:EUR"},
            ],
        }
    ],
}


@dataclass(frozen=True)
class Shelf:
    """A catalog in the list, by its newest version."""

    catalog: Catalog
    version: CatalogVersion
    fields: int


def shelves(project: Project) -> list[Shelf]:
    """The catalogs, the one changed last first."""
    newest = CatalogVersion.objects.filter(catalog=OuterRef("pk")).order_by("-number").values("pk")[:1]
    rows = Catalog.objects.filter(project=project).annotate(newest=Subquery(newest)).order_by("-updated_at", "-pk")
    found = list(rows[:MOST_CATALOGS])
    versions = CatalogVersion.objects.in_bulk([catalog.newest for catalog in found])
    kept = [(catalog, versions[catalog.newest]) for catalog in found if catalog.newest]
    return [Shelf(catalog, version, fields_in(version.body)) for catalog, version in kept]


def fields_in(body: dict[str, Any]) -> int:
    """How many variables it offers, those in rows of lists included."""
    groups = [space["fields"] for space in body["namespaces"]] + [loop["itemFields"] for loop in body["loops"]]
    return sum(map(len, groups))


def versions_of(project: Project, name: str) -> list[CatalogVersion]:
    """All versions, the newest first, without what is in them; none for a catalog that does not exist."""
    rows = CatalogVersion.objects.filter(project=project, catalog__name=name).select_related("catalog")
    return list(rows.defer("body"))


def body_of(version: CatalogVersion) -> dict[str, Any]:
    """What is in a version."""
    found: dict[str, Any] = version.body
    return found


def as_text(body: dict[str, Any]) -> str:
    """The catalog as people edit it."""
    return json.dumps(body, indent=2, ensure_ascii=False)


def parsed(text: str) -> tuple[dict[str, Any], list[str]]:
    """The catalog that a text says; else every fault by its place, in words."""
    try:
        given = json.loads(text)
    except json.JSONDecodeError as error:
        return {}, [f"Line {error.lineno}, column {error.colno}: this is no JSON ({error.msg.lower()})."]
    except RecursionError:
        return {}, ["This is nested too deeply."]
    if not isinstance(given, dict):
        return {}, ["Expected an object with namespaces and loops."]
    shape = CatalogBody(data=given)
    if not shape.is_valid():
        return {}, _faults(serializer_issues(shape.errors))
    body = json.loads(json.dumps(shape.validated_data))
    unknown = [f"{path}: there is no such name; mend or remove it." for path in _strangers(given, body, "")]
    return body, unknown[:MOST_FAULTS]


def difference(old: CatalogVersion, new: CatalogVersion) -> dict[str, Any]:
    """What changed by key, and line by line."""
    before, after = as_text(old.body).splitlines(), as_text(new.body).splitlines()
    return {"changes": changes(old.body, new.body), "lines": list(_lines(before, after))}


def _lines(before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    kinds = {"+": "added", "-": "removed", " ": "kept", "@": "gap"}
    for line in list(difflib.unified_diff(before, after, lineterm="", n=CONTEXT_LINES))[2:]:
        kind = kinds[line[0]]
        yield kind, "" if kind == "gap" else line


def _faults(issues: Any) -> list[str]:
    named = [f"{path}: {text}" for path, texts in issues["fieldErrors"].items() for text in texts]
    return [*issues["formErrors"], *named][:MOST_FAULTS] or [InvalidRequest.message]


def _strangers(given: Any, kept: Any, path: str) -> Iterator[str]:
    """Names that were sent and are not kept: a misspelt one must not vanish without a word."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for name, value in given.items():
            inner = f"{path}.{name}" if path else name
            if name not in kept:
                yield inner
            else:
                yield from _strangers(value, kept[name], inner)
    elif isinstance(given, list) and isinstance(kept, list):
        for index, (value, twin) in enumerate(zip(given, kept, strict=False)):
            yield from _strangers(value, twin, f"{path}[{index}]")

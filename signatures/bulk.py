"""One request for each document of a batch: what each row asks for, and what is wrong with it, before it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from craftkit.api.errors import serializer_issues
from craftkit.lib.speech import filled
from renders.models import Batch, BatchRow
from signatures.serializers import SignatureCreate

MOST_ROWS = 1000
CHUNK = 100
PLACEHOLDER = re.compile(r"\{\{\s*([A-Za-z_][A-Za-z0-9_.]{0,159})\s*\}\}")
PERSONAL = ("firstName", "lastName", "email")


@dataclass
class Line:
    """A row of the batch with the request that it asks for, checked; and what is wrong with it, in words."""

    row: BatchRow
    asked: dict[str, Any] = field(default_factory=dict)
    checked: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)


def plan(batch: Batch, pattern: Mapping[str, Any]) -> Iterator[Line]:
    """The rows in their order. Nothing is written."""
    rows = batch.rows.select_related("render").order_by("number")
    return (line_of(row, pattern) for row in rows.iterator(chunk_size=CHUNK))


def line_of(row: BatchRow, pattern: Mapping[str, Any]) -> Line:
    """One row."""
    line = Line(row)
    if row.render is None or row.status != "succeeded":
        line.faults["document"] = [filled("The row has no finished document; it is {status}.", status=row.status)]
        return line
    line.asked = {**filled_in(pattern, row), "renderId": str(row.render.pk)}
    shape = SignatureCreate(data=line.asked)
    if shape.is_valid():
        line.checked = shape.validated_data
    else:
        line.faults = dict(serializer_issues(shape.errors)["fieldErrors"])
        line.faults |= {"request": texts} if (texts := serializer_issues(shape.errors)["formErrors"]) else {}
    return line


def filled_in(pattern: Mapping[str, Any], row: BatchRow) -> dict[str, Any]:
    """The request with the row's values for `{{…}}` in its name, its message and its people."""
    known = {**(row.render.data if row.render else {}), "metadata": row.metadata, "externalId": row.external_id}
    asked = dict(pattern)
    for name in ("name", "message"):
        if isinstance(asked.get(name), str):
            asked[name] = worded(asked[name], known)
    if isinstance(asked.get("recipients"), list):
        asked["recipients"] = [_person(one, known) for one in asked["recipients"]]
    return asked


def _person(one: Any, known: Mapping[str, Any]) -> Any:
    if not isinstance(one, Mapping):
        return one
    return {
        key: worded(text, known) if key in PERSONAL and isinstance(text, str) else text for key, text in one.items()
    }


def worded(text: str, known: Mapping[str, Any]) -> str:
    """The text with the values; nothing where a row has none."""
    return PLACEHOLDER.sub(lambda found: value_of(found[1], known), text).strip()


def value_of(key: str, known: Mapping[str, Any]) -> str:
    """A value by its key, flat or nested."""
    found: Any = known
    for part in key.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    if found is None:
        found = known.get(key)
    return str(found) if isinstance(found, str | int | float) else ""

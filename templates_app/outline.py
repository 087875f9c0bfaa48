"""The variables of a manifest as the rows of a table: values first, then each list with its fields below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from templates_app.fields import Loop, Manifest, Variable


@dataclass(frozen=True)
class Line:
    """One row: the key as it stands in the data, how deep it is nested, and what it must be."""

    key: str
    label: str
    data_type: str
    required: bool = False
    format: str = ""
    depth: int = 0


def outline(manifest: Manifest) -> list[Line]:
    """The rows of a manifest, in its order."""
    return list(_lines((*manifest.variables, *manifest.loops), "", 0))


def _lines(parts: tuple[Variable | Loop, ...], prefix: str, depth: int) -> Iterator[Line]:
    for part in parts:
        key = f"{prefix}{part.key}"
        if isinstance(part, Loop):
            yield Line(f"{key}[]", part.label, "list", depth=depth)
            yield from _lines(part.item_fields, f"{key}[].", depth + 1)
            continue
        yield Line(key, part.label, part.data_type, part.required, part.format or "", depth)

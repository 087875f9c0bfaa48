"""The fields of an overlay as the rows of a table: page by page, from the top."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from templates_app.document.overlay import KIND, attributes_of, name_of

SHOWN_TEXT = 60


@dataclass(frozen=True)
class Placed:
    """One row: the field's name and type, what fills it, and its box in mm from the page's top left corner."""

    name: str
    kind: str
    page: int
    filled_by: str
    place: str
    size: str
    is_bound: bool = False
    is_conditional: bool = False


def placement(content: dict[str, Any]) -> list[Placed]:
    """The rows of an overlay; none for content of another kind."""
    if content.get("kind") != KIND:
        return []
    fields = [(number, attributes_of(field)) for number, field in enumerate(content["fields"])]
    ordered = sorted(fields, key=lambda pair: (pair[1]["page"], pair[1]["y"], pair[1]["x"]))
    return [_placed(number, attrs) for number, attrs in ordered]


def _placed(number: int, attrs: dict[str, Any]) -> Placed:
    return Placed(
        name=name_of(attrs, number),
        kind=attrs["type"],
        page=attrs["page"],
        filled_by=_filled_by(attrs),
        place=f"{attrs['x']:g}, {attrs['y']:g}",
        size=f"{attrs['w']:g} by {attrs['h']:g}",
        is_bound=bool(attrs.get("bind")),
        is_conditional="when" in attrs,
    )


def _filled_by(attrs: dict[str, Any]) -> str:
    """The key, the role, or the fixed content."""
    if attrs["type"] == "signature":
        return str(attrs.get("role") or "any signer")
    if attrs["type"] == "checkbox" and not attrs.get("bind"):
        return "always marked"
    return str(attrs.get("bind") or attrs.get("text") or "a fixed picture")[:SHOWN_TEXT]

"""The manifest: the variables and loops that a template wants to be given, with their types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from templates_app.expressions import Computed, Expression, arrange, parse
from templates_app.keys import join

DATA_TYPES = ("text", "longtext", "number", "currency", "date", "datetime", "boolean", "image", "url", "email")
LIST_TYPE = "list"


@dataclass(frozen=True)
class Variable:
    """One value: its key, the words people see for it, its type, and what it must satisfy."""

    key: str
    label: str
    data_type: str
    required: bool = False
    format: str | None = None
    extras: dict[str, Any] = field(default_factory=dict)

    @property
    def default(self) -> Any:
        """What stands in when the caller sends nothing."""
        return self.extras.get("defaultValue")

    @property
    def expression(self) -> str | None:
        """What the value is computed from; None for a value that the caller sends."""
        return self.extras.get("computed")

    def as_json(self) -> dict[str, Any]:
        """The documented shape; `extras` are those of description, integer, min, max, pattern, computed, …"""
        shape: dict[str, Any] = {
            "key": self.key,
            "label": self.label,
            "dataType": self.data_type,
            "required": self.required,
        }
        return shape | ({"format": self.format} if self.format else {}) | self.extras


@dataclass(frozen=True)
class Loop:
    """A list of rows; an item field may itself be a list (a Loop inside a Loop)."""

    key: str
    label: str
    item_fields: tuple[Variable | Loop, ...]
    preview_data: tuple[dict[str, Any], ...] = ()

    def as_json(self, *, nested: bool = False) -> dict[str, Any]:
        """The documented shape; a list among item fields says `dataType: list`."""
        fields = [part.as_json(nested=True) if isinstance(part, Loop) else part.as_json() for part in self.item_fields]
        shape: dict[str, Any] = {"key": self.key, "label": self.label}
        shape |= {"dataType": LIST_TYPE} if nested else {}
        shape |= {"itemFields": fields}
        return shape | ({"previewData": list(self.preview_data)} if self.preview_data else {})


@dataclass(frozen=True)
class Manifest:
    """All that a template wants."""

    variables: tuple[Variable, ...] = ()
    loops: tuple[Loop, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The documented shape `{variables, loops}`."""
        return {
            "variables": [variable.as_json() for variable in self.variables],
            "loops": [loop.as_json() for loop in self.loops],
        }

    def fields(self) -> list[dict[str, Any]]:
        """The shape of builder events: `[{key, type, required}]`, item fields as `items[].price`."""
        return [
            {"key": key, "type": variable.data_type, "required": variable.required}
            for key, variable in self.by_key.items()
        ]

    @cached_property
    def by_key(self) -> dict[str, Variable]:
        """Every variable and item field by absolute key."""
        root = {variable.key: variable for variable in self.variables}
        items = {key: part for key, part in _walk(self.loops, "") if isinstance(part, Variable)}
        return root | items

    @cached_property
    def lists(self) -> dict[str, Loop]:
        """Every loop by its list key, nested ones as `orders[].lines`."""
        return {key: part for key, part in _walk(self.loops, "") if isinstance(part, Loop)}

    @cached_property
    def expressions(self) -> dict[str, Expression]:
        """The expressions of computed variables and item fields, by absolute key."""
        return {key: parse(variable.expression) for key, variable in self.by_key.items() if variable.expression}

    @cached_property
    def computed(self) -> Computed:
        """What is computed, ready to be evaluated."""
        return arrange(self.expressions, self)

    def knows(self, key: str) -> bool:
        """Whether an absolute key names a variable, an item field or a list."""
        return key in self.by_key or key in self.lists


def _walk(parts: tuple[Variable | Loop, ...], parent: str) -> Iterator[tuple[str, Variable | Loop]]:
    for part in parts:
        key = join(parent, part.key)
        yield key, part
        if isinstance(part, Loop):
            yield from _walk(part.item_fields, key)

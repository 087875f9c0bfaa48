"""Wants: which values of the data the attributes of a node ask for, and which lists they open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from templates_app.document.conditions import condition_keys
from templates_app.document.schema import AGGREGATES, NODES
from templates_app.fields.uses import EXTREME, IMAGE, LIST, PLOT, SUM, TEST, Use
from templates_app.keys import lists_of

Lists = tuple[str, ...]
HINTS = {"isTrue": "boolean", "isFalse": "boolean", SUM: "number", EXTREME: "number"}


def of(kind: str, attrs: dict[str, Any], path: str, lists: Lists) -> tuple[list[tuple[Use, Lists]], Lists]:
    """The uses of a node, each with the lists that are open where it counts, and the lists open inside the node.

    What a node asks for beside its list (a condition on a repeated row, the values of a chart) is about that list's
    rows, so it is judged inside.
    """
    opened = tuple(attrs[name] for name, attr in NODES[kind].attrs.items() if attr.asks == LIST and name in attrs)
    inner = (*lists, *opened)
    return [(use, lists if use.role == LIST else inner) for use in _uses(kind, attrs, path)], inner


def _uses(kind: str, attrs: dict[str, Any], path: str) -> Iterator[Use]:
    for name, attr in NODES[kind].attrs.items():
        if not attr.asks or name not in attrs:
            continue
        place = f"{path}/{name}"
        if attr.asks == TEST:
            for key, op in condition_keys(attrs[name]):
                yield Use(key, TEST, place, hint=HINTS.get(op, "text"))
        elif attr.asks == PLOT:
            for at, key in enumerate(attrs[name]):
                yield Use(key, PLOT, f"{place}/{at}", attrs.get("format", ""), hint="number")
        elif attr.asks == IMAGE:
            yield Use(attrs[name], IMAGE, place, hint="image")
        else:
            role, fmt = AGGREGATES.get(attrs.get("agg", ""), attr.asks), attrs.get("format", "")
            yield Use(attrs[name], role, place, fmt if kind == "variable" else "", hint=HINTS.get(role, "text"))


def closed(use: Use, lists: Lists) -> str | None:
    """The outermost list that a key steps into although no row of it is at hand, or None; aggregates go over rows."""
    if use.role in AGGREGATES.values():
        return None
    return next((wanted for wanted in lists_of(use.key) if wanted not in lists), None)

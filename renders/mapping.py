"""From the JSON that some system sends to the data that a template wants: which received path feeds which variable.

    {"customer.name": "data.object.customer_name", "items[]": "data.object.lines.data", "items[].qty": "quantity"}

Keys are those of the manifest. A path below a list begins at the list's item; `.` is the item itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

STEP = re.compile(r"\[(\d{1,6})\]|([^.\[\]]+)")
PATH = re.compile(r"\.|[^.\[\]]+(?:\[\d{1,6}\])*(?:\.[^.\[\]]+(?:\[\d{1,6}\])*)*")
LONGEST_PATH, MOST_PATHS, SHOWN = 300, 400, 60
ITSELF = "."


class Missing:
    """The value of a path that leads nowhere."""


MISSING = Missing()


@dataclass
class List:
    """Where a list comes from, and what its items are made of."""

    path: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def is_path(text: str) -> bool:
    """Whether the text can be followed through JSON."""
    return len(text) <= LONGEST_PATH and PATH.fullmatch(text) is not None


def mapped(mapping: Mapping[str, str], received: Any) -> dict[str, Any]:
    """The data that the mapping makes of what was received; what it does not find is left out."""
    data: dict[str, Any] = {}
    lists: dict[str, List] = {}
    for key, path in mapping.items():
        name, is_list, rest = key.partition("[]")
        if not is_list:
            _put(data, name, follow(path, received))
        elif rest:
            lists.setdefault(name, List()).fields[rest.removeprefix(".")] = path
        else:
            lists.setdefault(name, List()).path = path
    for name, wanted in lists.items():
        rows = follow(wanted.path, received) if wanted.path else MISSING
        if isinstance(rows, list):
            data[name] = [mapped(wanted.fields, row) for row in rows] if wanted.fields else rows
    return data


def follow(path: str, value: Any) -> Any:
    """The value that the path leads to, or MISSING."""
    if path == ITSELF:
        return value
    for number, name in STEP.findall(path):
        if number and isinstance(value, list) and int(number) < len(value):
            value = value[int(number)]
        elif name and isinstance(value, Mapping) and name in value:
            value = value[name]
        else:
            return MISSING
    return value


def _put(data: dict[str, Any], key: str, value: Any) -> None:
    if value is MISSING:
        return
    *outer, last = key.split(".")
    for name in outer:
        data = data.setdefault(name, {})
    data[last] = value


@dataclass(frozen=True)
class Found:
    """A path of a sample, and what stands there, shortened."""

    path: str
    shown: str


def values_in(sample: Any) -> list[Found]:
    """The paths of all single values."""
    found = (Found(path, _shown(value)) for path, value in _walk(sample, "") if not isinstance(value, list))
    return list(found)[:MOST_PATHS]


def lists_in(sample: Any) -> list[Found]:
    """The paths of all lists."""
    found = ((path, value) for path, value in _walk(sample, "") if isinstance(value, list))
    return [Found(path, f"{len(value)} items") for path, value in found][:MOST_PATHS]


def item_values_in(sample: Any) -> list[Found]:
    """The paths of the values of lists' items, as seen from the item."""
    rows = [value[0] for _, value in _walk(sample, "") if isinstance(value, list) and value]
    found = {item.path: item for row in rows for item in values_in(row)}
    return list(found.values())[:MOST_PATHS]


def _walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not re.search(r"[.\[\]]", name) and name:
                yield from _walk(inner, f"{path}.{name}" if path else name)
        return
    if isinstance(value, list) and path:
        yield path, value
        if value:
            yield from _walk(value[0], f"{path}[0]")
        return
    yield path or ITSELF, value


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"

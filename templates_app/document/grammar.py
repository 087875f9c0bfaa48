"""The grammar of kinds: how one kind of node or mark is described, and what content expressions mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from templates_app.document.rules import Rule

NAME = re.compile("[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class Attr:
    """One attribute. Null is always allowed and means the default.

    `asks` tells that the value is a key (or a condition with keys) of the data, and what it is asked for: a role of
    `fields.uses`. An attribute that asks for a list opens it for everything inside the node.
    """

    rule: Rule
    default: Any = None
    required: bool = False
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of node or mark: its content expression, its attributes, and what else is true of it.

    `either` are attributes of which exactly one is set. A `paged` kind is about pages, so nothing but `transparent`
    kinds may stand around it. A `single` kind cannot be repeated: it stands in no loop and no repeated row.
    """

    content: str = ""
    attrs: Mapping[str, Attr] = field(default_factory=dict)
    either: tuple[str, ...] = ()
    isolating: bool = False
    paged: bool = False
    transparent: bool = False
    single: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        """The attributes that the kind cannot lack."""
        return tuple(name for name, attr in self.attrs.items() if attr.required)

    @property
    def defaults(self) -> dict[str, Any]:
        """What attributes are when nothing is said of them, where that is something."""
        return {name: attr.default for name, attr in self.attrs.items() if attr.default is not None}


Fits = Callable[[str, list[str]], bool]


def fitting(kinds: Mapping[str, Kind], groups: Mapping[str, tuple[str, ...]]) -> Fits:
    """A function that tells whether a kind of node may hold these kinds of children, in this order."""
    patterns = {name: _pattern(kind.content, groups) for name, kind in kinds.items()}
    return lambda parent, children: patterns[parent].fullmatch("".join(f"{name}," for name in children)) is not None


def _pattern(expression: str, groups: Mapping[str, tuple[str, ...]]) -> re.Pattern[str]:
    """A content expression as a regular expression over child names, each followed by a comma."""

    def choices(word: re.Match[str]) -> str:
        return f"(?:(?:{'|'.join(groups.get(word[0], (word[0],)))}),)"

    return re.compile(NAME.sub(choices, expression).replace(" ", ""))

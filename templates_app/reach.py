"""Reach: which of a project's assets a document may print, where an app above divides them among holders.

This floor knows of no tenants: whoever divides a project's assets says how, once, when the process starts.
"""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from craftkit.lib.ids import parse_id
from templates_app.models import Asset, AssetQuerySet

ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
Holders = frozenset[uuid.UUID]
Steps = tuple[str | int, ...]
NOBODY: Holders = frozenset()


@dataclass(frozen=True)
class Division:
    """Whose a template is, and whose a render: their holders; and which assets these may have."""

    of_template: Callable[[uuid.UUID], Holders] = lambda template_id: NOBODY
    of_render: Callable[[uuid.UUID, uuid.UUID], Holders] = lambda template_id, render_id: NOBODY
    within: Callable[[AssetQuerySet, Holders], AssetQuerySet] = lambda assets, holders: assets


@dataclass
class Rule:
    """The division in force; without one every document may print all of its project."""

    division: Division = field(default_factory=Division)


RULE = Rule()


def divide(division: Division) -> None:
    """From now on assets are divided in this way."""
    RULE.division = division


def holders_of(template_id: uuid.UUID, render_id: uuid.UUID | None = None) -> Holders:
    """Whom documents of this template are for, or this one document; nobody: they are the whole project's."""
    division = RULE.division
    return division.of_render(template_id, render_id) if render_id else division.of_template(template_id)


def within(assets: AssetQuerySet, holders: Holders) -> AssetQuerySet:
    """Those of the assets that are the project's own, or that one of the holders has."""
    return RULE.division.within(assets, holders)


@dataclass(frozen=True)
class Reach:
    """What one document may print: for whom it is, and what its template and its data write out."""

    holders: Holders
    content: Mapping[str, Any]
    data: Mapping[str, Any]
    computed: Collection[str] = ()

    def has(self, asset: Asset) -> bool:
        """Whether the asset may be printed.

        What a template writes out was looked at when it was saved. Data may name anything of the project where the
        document is the whole project's, but an id that was only put together while printing opens nothing.
        """
        if within(Asset.objects.filter(pk=asset.pk), self.holders).exists() or asset.pk in named(self.content):
            return True
        return not self.holders and asset.pk in named(self.data, without=self.computed)


def named(value: Any, *, without: Collection[str] = ()) -> set[uuid.UUID]:
    """The ids in a value's texts, but for those at the dotted keys, `items[].photo` for that of every row."""
    return {found for steps, text in texts(value) if key_of(steps) not in without for found in ids_in(text)}


def key_of(steps: Steps) -> str:
    """The way to a text as variables are called."""
    return "".join("[]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def ids_in(text: str) -> Iterator[uuid.UUID]:
    """The ids in a text: as documents write them, in HTML also with character references, and as values name them."""
    if whole := parse_id(text):
        yield whole
    for found in ID.findall(html.unescape(text)):
        yield uuid.UUID(found)


def texts(given: Any) -> Iterator[tuple[Steps, str]]:
    """Every text with the way to it; without recursion, for content may be nested deeply."""
    waiting: list[tuple[Steps, Any]] = [((), given)]
    while waiting:
        steps, value = waiting.pop()
        if isinstance(value, str):
            yield steps, value
        elif isinstance(value, Mapping):
            waiting += [((*steps, name), inner) for name, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*steps, at), inner) for at, inner in enumerate(value)]

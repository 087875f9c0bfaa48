"""A request as it is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Wishes:
    """A request as it was asked for; lists hold the API's own objects, checked."""

    recipients: Sequence[Mapping[str, Any]]
    fields: Sequence[Mapping[str, Any]] = ()
    tags: Sequence[Mapping[str, Any]] = ()
    name: str = ""
    hours: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

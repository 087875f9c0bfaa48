"""Mocks: data made up for any manifest from a seed, other data for another seed, always such as the manifest takes."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from templates_app.examples import PICTURE, fitting_value, put, text_for
from templates_app.fields import Loop, Manifest, Variable
from templates_app.fields.kinds import Mismatch, read_value

MOST_ROWS = 6
FIRST_DAY, DAYS = date(2026, 1, 1), 365
WIDEST = 5_000
CENTS = 100


def mock_data(manifest: Manifest, *, seed: int = 0) -> dict[str, Any]:
    """Data that satisfies the manifest; the same for the same seed."""
    # Nothing secret is made here: a seed that can be repeated is the point.
    return _members((*manifest.variables, *manifest.loops), Random(seed))  # noqa: S311


def _members(parts: tuple[Variable | Loop, ...], chance: Random) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for part in parts:
        if isinstance(part, Loop):
            put(data, part.key, [_members(part.item_fields, chance) for _ in range(chance.randint(1, MOST_ROWS))])
        elif part.expression is None:
            put(data, part.key, _value(part, chance))
    return data


def _value(variable: Variable, chance: Random) -> Any:
    try:
        return read_value(variable, _candidate(variable, chance))[0]
    except Mismatch:
        return fitting_value(variable)


def _candidate(variable: Variable, chance: Random) -> Any:
    kind, at = variable.data_type, chance.randrange(3)
    day = (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat()
    if kind in ("number", "currency"):
        return _number(variable, chance)
    made = {
        "boolean": chance.random() < 0.5,
        "date": day,
        "datetime": f"{day}T{chance.randrange(8, 18):02}:{chance.randrange(60):02}:00Z",
        "image": PICTURE,
        "url": f"https://www.example.com/{chance.randrange(1000, 9999)}",
        "email": f"person{chance.randrange(1000, 9999)}@example.com",
    }
    return made.get(kind) if kind in made else text_for(variable, at)


def _number(variable: Variable, chance: Random) -> float:
    """A number within the bounds, whole where it must be, with cents else; shares lie between 0 and 1."""
    extras = variable.extras
    is_share = (variable.format or "").startswith("percent")
    low = extras.get("min", 0 if is_share else 1)
    high = extras.get("max", low + (1 if is_share else WIDEST))
    if "min" not in extras and low > high:
        low = high - WIDEST
    if extras.get("integer"):
        return chance.randint(-(-low // 1), high // 1) if -(-low // 1) <= high // 1 else low
    return min(high, max(low, round(chance.uniform(low, high) * CENTS) / CENTS))

"""Values: what an expression works with, read from the data and written back as JSON has it.

A value is a Decimal, a text, true or false, a date or moment, or None for nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any, Protocol

from django.utils.translation import gettext_noop

from templates_app.formats import as_decimal, parse_moment

Value = Decimal | str | bool | date | None

NUMBER, TEXT, DATE = gettext_noop("a number"), gettext_noop("a text"), gettext_noop("a date")
FLAG = gettext_noop("true or false")
KINDS = {
    **dict.fromkeys(("number", "currency"), NUMBER),
    **dict.fromkeys(("text", "longtext", "url", "email"), TEXT),
    **dict.fromkeys(("date", "datetime"), DATE),
    "boolean": FLAG,
}
COMPUTABLE = ("text", "longtext", "number", "currency", "date", "datetime", "boolean")
# 34 digits as in IEEE 754 decimal128; exponents far beyond what JSON numbers hold, yet small to work with.
EXACT = Context(
    prec=34, rounding=ROUND_HALF_UP, Emin=-400, Emax=400, traps=[InvalidOperation, DivisionByZero, Overflow]
)
WHOLE_LIMIT = Decimal(10) ** 15


class Field(Protocol):
    """What must be known of a variable: its data type, as the manifest names it."""

    @property
    def data_type(self) -> str:
        """One of the manifest's data types."""


class Known(Protocol):
    """What must be known of a manifest: its values and its lists, by absolute key."""

    @property
    def by_key(self) -> Mapping[str, Field]:
        """Variables and item fields."""

    @property
    def lists(self) -> Mapping[str, Any]:
        """Lists, nested ones as `orders[].lines`."""


def as_moment(value: object) -> date | None:
    """The date or moment that a value is or, as ISO text, names."""
    if isinstance(value, date):
        return value
    return parse_moment(value) if isinstance(value, str) else None


def instant(moment: date) -> datetime:
    """A moment that any other can be compared with: days begin at midnight, and UTC is meant where no zone is said."""
    whole = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
    return whole if whole.tzinfo else whole.replace(tzinfo=UTC)


def _as_number(value: object) -> Decimal | None:
    if value.__class__ is Decimal:
        return value
    return Decimal(value) if value.__class__ is int else as_decimal(value)


def _as_flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _as_text(value: object) -> str | None:
    return value if isinstance(value, str) else None


READERS: dict[str, Callable[[Any], Value]] = {NUMBER: _as_number, TEXT: _as_text, FLAG: _as_flag, DATE: as_moment}


def is_empty(value: Value) -> bool:
    """Whether there is nothing: no value, or a text without letters."""
    return value is None or value == ""


def as_words(value: Value) -> str:
    """A value inside a text: numbers with a point and without noise, dates as ISO writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize(EXACT) or Decimal(0):f}"
    return value.isoformat() if isinstance(value, date) else value


def as_json(value: Value, data_type: str) -> str | bool | int | float | None:
    """A value as data has it; None for a number beyond what JSON's readers can hold."""
    if isinstance(value, Decimal):
        return _json_number(value)
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) and data_type == "date" else value).isoformat()
    return value


def _json_number(value: Decimal) -> int | float | None:
    if abs(value) < WHOLE_LIMIT and value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if math.isfinite(number) else None

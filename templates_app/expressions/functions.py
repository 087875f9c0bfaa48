"""Functions: what expressions may call with plain values, each with what it takes and gives.

The ones that work on lists, or on some of their arguments only, are in the rooms for aggregates and programs.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.expressions.values import (
    DATE,
    EXACT,
    FLAG,
    NUMBER,
    TEXT,
    Value,
    as_moment,
    as_words,
    instant,
    is_empty,
)

PLACES_LIMIT = 15
WORDS_LIMIT = 20_000
UNITS = ("days", "months", "years")
SPAN_LIMIT = 4_000_000


class Unfit(Exception):
    """The arguments are of the right kind, but there is no answer for them; the text says why."""


@dataclass(frozen=True, slots=True)
class Function:
    """A function: the kinds of its parameters ('' for any), how many it needs, what it gives; `more` repeats the last.

    A missing argument is an error unless `takes_nothing`; `run` may raise Unfit.
    """

    run: Callable[..., Value]
    result: str
    parameters: tuple[str, ...]
    required: int
    more: bool = False
    takes_nothing: bool = False

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.required <= count and (self.more or count <= len(self.parameters))


def _round(number: Decimal, places: Decimal = Decimal(0)) -> Decimal:
    """Half away from zero, as on paper: 2.5 is 3, -2.5 is -3."""
    if places != places.to_integral_value() or abs(places) > PLACES_LIMIT:
        raise Unfit(filled("round takes a whole number of places from -{most} to {most}", most=PLACES_LIMIT))
    step = Decimal(1).scaleb(-int(places))
    if number.adjusted() + max(int(places), 0) >= EXACT.prec - 1:
        return number
    return number.quantize(step, context=EXACT) or Decimal(0)


def _absolute(number: Decimal) -> Decimal:
    return abs(number)


def _concat(*parts: Value) -> str:
    words = [as_words(part) for part in parts]
    if sum(map(len, words)) > WORDS_LIMIT:
        raise Unfit(filled("the text would have more than {most} characters", most=WORDS_LIMIT))
    return "".join(words)


def _upper(text: str) -> str:
    return _concat(text.upper())


def _lower(text: str) -> str:
    return _concat(text.lower())


def _date_add(moment: Any, count: Decimal, unit: str) -> date:
    start = as_moment(moment)
    if start is None:
        raise Unfit(filled("{shown} is not a date such as 2026-06-05", shown=str(moment)[:40]))
    if unit not in UNITS:
        raise Unfit(filled("date_add counts {known}", known=", ".join(UNITS)))
    if count != count.to_integral_value() or abs(count) > SPAN_LIMIT:
        raise Unfit(filled("date_add takes a whole number of {unit}", unit=unit))
    try:
        return start + timedelta(days=int(count)) if unit == "days" else _shift(start, int(count), unit)
    except (OverflowError, ValueError):
        raise Unfit(gettext_noop("the date would be before year 1 or after year 9999")) from None


def _shift(start: date, count: int, unit: str) -> date:
    """The same day of another month, or that month's last day when it is shorter."""
    months = start.year * 12 + start.month - 1 + count * (12 if unit == "years" else 1)
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        raise ValueError
    return start.replace(year=year, month=month + 1, day=min(start.day, calendar.monthrange(year, month + 1)[1]))


def _days_between(start: Any, end: Any) -> Decimal:
    moments = [as_moment(start), as_moment(end)]
    if moments[0] is None or moments[1] is None:
        raise Unfit(gettext_noop("days_between takes dates such as 2026-06-05"))
    return Decimal((instant(moments[1]).date() - instant(moments[0]).date()).days)


FUNCTIONS: dict[str, Function] = {
    "round": Function(_round, NUMBER, (NUMBER, NUMBER), 1),
    "abs": Function(_absolute, NUMBER, (NUMBER,), 1),
    "concat": Function(_concat, TEXT, ("",), 1, more=True, takes_nothing=True),
    "upper": Function(_upper, TEXT, (TEXT,), 1),
    "lower": Function(_lower, TEXT, (TEXT,), 1),
    "date_add": Function(_date_add, DATE, (DATE, NUMBER, TEXT), 3),
    "days_between": Function(_days_between, NUMBER, (DATE, DATE), 2),
    "empty": Function(is_empty, FLAG, ("",), 1, takes_nothing=True),
}
AGGREGATES = ("sum", "avg", "min", "max", "count")
LAZY = ("if", "coalesce")
NAMES = (*FUNCTIONS, *AGGREGATES, *LAZY)

"""Aggregates: sum, avg, min, max and count over the rows of a list; empty values are passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from templates_app.expressions.faults import Fault
from templates_app.expressions.frame import Frame, for_each
from templates_app.expressions.values import Value, as_moment, instant, is_empty

Run = Callable[[Frame], Any]


def aggregate(
    name: str, argument: Run, cost: int, fixed: Sequence[str], opened: Sequence[str], at: int
) -> Callable[[Frame], Value]:
    """A function that goes through the `opened` lists and reduces what the argument gives for each row.

    While the `fixed` rows around them stay the same, so does the result: it is worked out once, so that a share of the
    whole costs one pass and not one for each row.
    """
    reduce, ticket = REDUCERS[name], object()

    def run(frame: Frame) -> Value:
        standing = tuple(id(frame.rows.get(list_key)) for list_key in fixed)
        known = frame.memo.get(ticket)
        if known is None or known[0] != standing:
            known = frame.memo[ticket] = standing, reduce(_collected(frame, argument, cost, opened), at)
        result: Value = known[1]
        return result

    return run


def _collected(frame: Frame, argument: Run, cost: int, opened: Sequence[str]) -> list[Any]:
    found: list[Any] = []

    def visit(frame: Frame) -> None:
        value = argument(frame)
        if not is_empty(value):
            found.append(value)

    for_each(frame, opened, visit, cost)
    return found


def _numbers(values: list[Any], at: int) -> list[Decimal]:
    if any(value.__class__ is not Decimal for value in values):
        raise Fault(gettext_noop("a value is not a number"), at)
    return values


def _sum(values: list[Any], at: int) -> Decimal:
    try:
        return sum(_numbers(values, at), Decimal(0))
    except ArithmeticError:
        raise Fault(gettext_noop("the sum is too large"), at) from None


def _average(values: list[Any], at: int) -> Decimal | None:
    return _sum(values, at) / len(values) if values else None


def extreme(choose: Callable[..., Any]) -> Callable[[list[Any], int], Value]:
    """min or max of numbers, or of dates; None when there are no values."""

    def pick(values: list[Any], at: int) -> Value:
        if not values:
            return None
        if values[0].__class__ is Decimal:
            number: Decimal = choose(_numbers(values, at))
            return number
        moments = [moment for moment in map(as_moment, values) if moment is not None]
        if len(moments) != len(values):
            raise Fault(gettext_noop("a value is neither a number nor a date"), at)
        moment: Value = choose(moments, key=instant)
        return moment

    return pick


def _count(values: list[Any], at: int) -> Decimal:
    return Decimal(len(values))


REDUCERS: dict[str, Callable[[list[Any], int], Value]] = {
    "sum": _sum,
    "avg": _average,
    "min": extreme(min),
    "max": extreme(max),
    "count": _count,
}

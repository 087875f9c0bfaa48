"""Comparing: two values of one kind; nothing equals nothing and the empty text, and has no order."""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from templates_app.expressions.faults import Fault
from templates_app.expressions.values import Value, as_moment, instant, is_empty


def _comparable(left: Value, right: Value) -> tuple[Any, Any] | None:
    """Both as numbers, texts, moments or truths; None when they are of different kinds."""
    if isinstance(left, date) or isinstance(right, date):
        moments = as_moment(left), as_moment(right)
        return None if moments[0] is None or moments[1] is None else (instant(moments[0]), instant(moments[1]))
    for kind in (Decimal, str, bool):
        if isinstance(left, kind) and isinstance(right, kind):
            return left, right
    return None


def _is_equal(left: Value, right: Value, at: int) -> bool:
    if is_empty(left) or is_empty(right):
        return is_empty(left) and is_empty(right)
    both = _comparable(left, right)
    return both is not None and both[0] == both[1]


def _is_different(left: Value, right: Value, at: int) -> bool:
    return not _is_equal(left, right, at)


def _ordered(decide: Callable[[Any, Any], bool]) -> Callable[[Value, Value, int], bool]:
    def compare(left: Value, right: Value, at: int) -> bool:
        if left is None or right is None:
            raise Fault(gettext_noop("one side of the comparison has no value"), at)
        both = _comparable(left, right)
        if both is None or isinstance(both[0], bool):
            raise Fault(gettext_noop("these values have no order"), at)
        return decide(*both)

    return compare


COMPARE: dict[str, Callable[[Value, Value, int], bool]] = {
    "=": _is_equal,
    "!=": _is_different,
    "<": _ordered(operator.lt),
    "<=": _ordered(operator.le),
    ">": _ordered(operator.gt),
    ">=": _ordered(operator.ge),
}

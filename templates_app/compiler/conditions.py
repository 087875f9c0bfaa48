"""Conditions: whether a block or row is printed, decided on the checked values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from templates_app.compiler.scope import Test, getter
from templates_app.formats import as_decimal, parse_moment


def compile_condition(condition: dict[str, Any]) -> Test:
    """A test for a CONDITION that passed the document's check."""
    if "all" in condition:
        return _every([compile_condition(part) for part in condition["all"]])
    if "any" in condition:
        return _some([compile_condition(part) for part in condition["any"]])
    if "not" in condition:
        inner = compile_condition(condition["not"])
        return lambda scope: not inner(scope)
    get, decide, operand = getter(condition["key"]), OPERATORS[condition["op"]], condition.get("value")
    return lambda scope: decide(get(scope), operand)


def is_filled(value: Any) -> bool:
    """What {{#if}} means: there is a value, and it is not false, zero or empty."""
    return value not in (None, False, "", 0) and value != [] and value != {}


def _every(tests: list[Test]) -> Test:
    return lambda scope: all(test(scope) for test in tests)


def _some(tests: list[Test]) -> Test:
    return lambda scope: any(test(scope) for test in tests)


def _is_equal(value: Any, operand: Any) -> bool:
    left, right = _comparable(value, operand)
    return left is not None and left == right


def _comparable(value: Any, operand: Any) -> tuple[Any, Any]:
    """Both as numbers, as moments or as texts; (None, None) for what cannot be compared."""
    if isinstance(value, bool) or isinstance(operand, bool):
        same = isinstance(value, bool) and isinstance(operand, bool)
        return (value, operand) if same else (None, None)
    if isinstance(value, int | float) or isinstance(operand, int | float):
        left, right = as_decimal(value), as_decimal(operand)
        return (None, None) if left is None or right is None else (left, right)
    if not isinstance(value, str) or not isinstance(operand, str):
        return None, None
    left_moment, right_moment = parse_moment(value), parse_moment(operand)
    if left_moment and right_moment:
        return left_moment.isoformat(), right_moment.isoformat()
    return value, operand


def _ordered(decide: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def compare(value: Any, operand: Any) -> bool:
        left, right = _comparable(value, operand)
        return left is not None and decide(left, right)

    return compare


def _contains(value: Any, operand: Any) -> bool:
    return isinstance(value, str) and str(operand) in value


def _starts_with(value: Any, operand: Any) -> bool:
    return isinstance(value, str) and value.startswith(str(operand))


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": _is_equal,
    "ne": lambda value, operand: not _is_equal(value, operand),
    "gt": _ordered(lambda left, right: left > right),
    "gte": _ordered(lambda left, right: left >= right),
    "lt": _ordered(lambda left, right: left < right),
    "lte": _ordered(lambda left, right: left <= right),
    "contains": _contains,
    "startsWith": _starts_with,
    "in": lambda value, operand: any(_is_equal(value, part) for part in operand),
    "empty": lambda value, _: _is_empty(value),
    "notEmpty": lambda value, _: not _is_empty(value),
    "isTrue": lambda value, _: value is True,
    "isFalse": lambda value, _: value is False,
}

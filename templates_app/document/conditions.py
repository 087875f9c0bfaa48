"""Conditions: the grammar of what decides whether a block or row is printed.

CONDITION := {"key", "op", "value"} | {"all": [CONDITION…]} | {"any": [CONDITION…]} | {"not": CONDITION}
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.document.rules import Rule, text
from templates_app.fields.kinds import is_finite_number
from templates_app.keys import absolute_key_fault

UNARY = ("empty", "notEmpty", "isTrue", "isFalse")
OPERATORS = ("eq", "ne", "gt", "gte", "lt", "lte", "contains", "startsWith", "in", *UNARY)
GROUPS = ("all", "any", "not")
DEPTH_LIMIT = 8
PARTS_LIMIT = 50
CHOICES_LIMIT = 200
OPERAND = text(1_000)


def _check(value: Any) -> str | None:
    fault, _ = _condition(value, DEPTH_LIMIT, PARTS_LIMIT)
    return fault


condition = Rule(_check, {"type": "object", "format": "condition"})


def _condition(value: Any, depth: int, left: int) -> tuple[str | None, int]:
    """The fault and how many further parts are allowed."""
    if not isinstance(value, dict) or depth == 0 or left <= 0:
        return gettext_noop("Expected a condition such as {key, op, value}, not nested too deep"), 0
    group = next((name for name in GROUPS if name in value), None)
    if group is None:
        return _comparison(value), left - 1
    inner = [value[group]] if group == "not" else value[group]
    if len(value) != 1 or not isinstance(inner, list):
        return filled("Expected {group} alone, with a list of conditions", group=group), 0
    left -= 1
    for part in inner:
        fault, left = _condition(part, depth - 1, left)
        if fault:
            return fault, 0
    return None, left


def _comparison(value: dict) -> str | None:
    op, operand = value.get("op"), value.get("value")
    if value.keys() - {"key", "op", "value"}:
        return gettext_noop("A condition has only key, op and value")
    if op not in OPERATORS:
        return filled("Expected an op among {known}", known=", ".join(OPERATORS))
    fault = absolute_key_fault(value.get("key"))
    if fault or op in UNARY:
        return fault
    operands = operand if op == "in" and isinstance(operand, list) else [operand]
    is_list = isinstance(operand, list)
    if (op == "in") != is_list or len(operands) > CHOICES_LIMIT or any(_operand(part) for part in operands):
        return (
            gettext_noop("Expected a list of values")
            if op == "in"
            else gettext_noop("Expected a text, a number, true or false as value")
        )
    return None


def _operand(value: Any) -> str | None:
    return None if isinstance(value, bool) or is_finite_number(value) else OPERAND(value)


def condition_keys(value: dict) -> list[tuple[str, str]]:
    """The (key, op) pairs of a condition that passed its check."""
    group = next((name for name in GROUPS if name in value), None)
    if group is None:
        return [(value["key"], value["op"])]
    inner = [value[group]] if group == "not" else value[group]
    return [pair for part in inner for pair in condition_keys(part)]

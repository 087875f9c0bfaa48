"""Conditions on values of every type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from templates_app.compiler.conditions import OPERATORS, compile_condition, is_filled
from templates_app.compiler.scope import Scope
from templates_app.document.conditions import OPERATORS as ALLOWED
from templates_app.document.conditions import condition

VALUES = {
    "name": "Acme Corp",
    "qty": 5,
    "price": 9.99,
    "day": "2026-06-05",
    "paid": True,
    "open": False,
    "none": None,
    "blank": "",
    "rows": [{"a": 1}],
    "empty": [],
}


def holds(test: dict) -> bool:
    """Whether a condition holds for VALUES."""
    assert condition(test) is None
    return compile_condition(test)(Scope(VALUES))


@pytest.mark.parametrize(
    ("key", "op", "value", "expected"),
    [
        ("name", "eq", "Acme Corp", True),
        ("name", "ne", "Acme Corp", False),
        ("name", "contains", "Corp", True),
        ("name", "startsWith", "Corp", False),
        ("name", "in", ["Globex", "Acme Corp"], True),
        ("name", "gt", 5, False),
        ("qty", "eq", "5", True),
        ("qty", "gte", 5, True),
        ("qty", "lt", "10", True),
        ("qty", "lt", "ten", False),
        ("qty", "in", [4, 5], True),
        ("price", "eq", 9.99, True),
        ("day", "gt", "2026-01-01", True),
        ("day", "lte", "2026-06-04", False),
        ("paid", "isTrue", None, True),
        ("paid", "eq", True, True),
        ("paid", "eq", 1, False),
        ("open", "isFalse", None, True),
        ("open", "empty", None, False),
        ("none", "isFalse", None, False),
        ("none", "empty", None, True),
        ("none", "eq", "", False),
        ("none", "ne", "x", True),
        ("none", "lt", 5, False),
        ("missing.deep", "empty", None, True),
        ("blank", "empty", None, True),
        ("rows", "notEmpty", None, True),
        ("empty", "empty", None, True),
        ("qty", "contains", "5", False),
    ],
)
def test_comparisons_mean_what_they_say(key, op, value, expected):
    assert holds({"key": key, "op": op} | ({} if value is None else {"value": value})) is expected


def test_groups_combine():
    yes, no = {"key": "paid", "op": "isTrue"}, {"key": "paid", "op": "isFalse"}

    assert holds({"all": [yes, {"not": no}]})
    assert not holds({"all": [yes, no]})
    assert holds({"any": [no, yes]})
    assert not holds({"any": []})
    assert holds({"all": []})


def test_every_allowed_operator_is_there():
    assert set(OPERATORS) == set(ALLOWED)


def test_an_if_in_a_source_holds_for_what_is_there():
    values: list[object] = [None, False, "", 0, [], {}, "0", 5, True, [0]]

    assert [value for value in values if is_filled(value)] == ["0", 5, True, [0]]


SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10), st.lists(st.integers())
)


@given(SCALARS, SCALARS, st.sampled_from(ALLOWED))
@settings(deadline=None)
def test_no_comparison_fails(left, right, op):
    test = {"key": "a", "op": op, "value": right}
    if condition(test) is None:
        assert compile_condition(test)(Scope({"a": left})) in (True, False)

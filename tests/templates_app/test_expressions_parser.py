"""Texts become trees, or an error that names the place."""

from __future__ import annotations

import pytest

from templates_app.expressions import ExpressionError, parse
from tests.templates_app.calculations import answer


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1 + 2 * 3 - 4 / 2", 5),
        ("(1 + 2) * 3", 9),
        ("10 - 3 - 2", 5),
        ("100 / 10 / 5", 2),
        ("-2 * -3", 6),
        ("--2", 2),
        ("2 - -2", 4),
        (".5 + 0.5", 1),
        ("7 % 4 * 2", 6),
        ("\n 1\t+\r\n 1 ", 2),
    ],
)
def test_arithmetic_binds_as_in_school(text, result):
    assert answer(text) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("true or false and false", True),
        ("(true or false) and false", False),
        ("not true or true", True),
        ("not 1 = 2", True),
        ("not (true and true)", False),
        ("1 + 1 = 2 and 3 * 2 > 5", True),
        ("1 == 1 and 1 <> 2 and 1 != 2 and 1 <= 1 and 1 >= 1", True),
    ],
)
def test_logic_binds_looser_than_comparison(text, result):
    assert answer(text, data_type="boolean") is result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("'it''s'", "it's"),
        ('"a ""b"" c"', 'a "b" c'),
        ("'a \"b\"'", 'a "b"'),
        ("''", ""),
        ("'line\nbreak'", "line\nbreak"),
        ("'<b>&amp;'", "<b>&amp;"),
    ],
)
def test_texts_stand_in_either_quote(text, result):
    assert answer(text, data_type="text") == result


def test_a_name_is_a_function_only_before_a_bracket():
    expression = parse("sum + max(count, if) + items[].round + count(customer.min)")

    assert expression.keys == ("sum", "count", "if", "items[].round", "customer.min")


def test_a_long_sum_is_no_deep_tree():
    assert answer(" + ".join(["1"] * 500)) == 500


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("", (1, 1), "the expression is empty"),
        ("1 +", (1, 4), "ends too early"),
        ("1 2", (1, 3), "2 cannot stand here"),
        ("a b", (1, 3), "b cannot stand here"),
        ("1 + * 2", (1, 5), "* cannot stand here"),
        ("(1 + 2", (1, 1), "not closed"),
        ("sum(1", (1, 4), "not closed"),
        ("round(1, )", (1, 10), ") cannot stand here"),
        ("1)", (1, 2), ") cannot stand here"),
        ("a < b < c", (1, 7), "comparisons do not chain"),
        ("'abc", (1, 1), "no closing '"),
        ("1 +\n  @", (2, 3), "cannot stand here"),
        ("a & b", (1, 3), "concat()"),
        ("items[0].qty", (1, 6), "a list step is written"),
        ("items[]", (1, 1), "a key ends in a name"),
        ("12abc", (1, 1), "a number is written"),
        ("1.2.3", (1, 1), "a number is written"),
        ("1e5", (1, 1), "a number is written"),
        ("a.__proto__", (1, 1), "reserved name"),
        ("'\ud800'", (1, 1), "cannot be stored"),
        ("\x00", (1, 1), "a character that cannot stand here"),
        ("9" * 29, (1, 1), "at most 28 digits"),
        ("a" * 161, (1, 1), "at most 160 characters"),
        (" " * 2001, (1, 2001), "at most 2000 characters"),
        ("(" * 21 + "1" + ")" * 21, (1, 21), "at most 20 deep"),
        ("-" * 30 + "1", (1, 21), "at most 20 deep"),
        ("not " * 30 + "true", (1, 81), "at most 20 deep"),
        ("abs(" * 21 + "1" + ")" * 21, (1, 81), "at most 20 deep"),
    ],
)
def test_a_fault_is_named_with_its_place(text, place, reason):
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    assert (caught.value.line, caught.value.column) == place
    assert reason in caught.value.reason
    assert caught.value.message.startswith(f"line {place[0]}, column {place[1]}: ")
    assert caught.value.status == 400

"""What expressions give for values of every kind, and what happens where there is none."""

from __future__ import annotations

import pytest

from templates_app.expressions import arrange, evaluate, parse
from tests.templates_app.calculations import answer, failure, filled, manifest, prepared


def test_cents_are_exact():
    assert answer("0.1 + 0.2 - 0.3") == 0
    assert answer("net * 3", {"net": 0.1}) == 0.3
    assert answer("net * rate", {"net": 19.99, "rate": 100}) == 1999
    assert answer("1 / 3 + 1 / 3 + 1 / 3") == 1


def test_intermediate_values_keep_their_digits():
    values, _ = filled({"rate": "1 / 3", "total": "rate * 3"})

    assert values["total"] == 1
    assert values["rate"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("round(0.5)", 1),
        ("round(-0.5)", -1),
        ("round(1.005, 2)", 1.01),
        ("round(-0.4)", 0),
        ("round(15, -1)", 20),
        ("round(0, 5)", 0),
        ("round(1234567890123.455, 2)", 1234567890123.46),
    ],
)
def test_round_goes_half_away_from_zero(text, result):
    assert answer(text) == result


def test_whole_results_are_whole_in_json():
    assert repr(answer("1.50 * 2")) == "3"
    assert repr(answer("round(-0.4)")) == "0"
    assert repr(answer("5 / 2")) == "2.5"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("net / 0", "division by zero (column 5 of its expression)."),
        ("net % (1 - 1)", "division by zero (column 5 of its expression)."),
        ("net + rate", "rate has no value (column 7 of its expression)."),
        ("-rate", "rate has no value (column 2 of its expression)."),
        ("abs(rate)", "rate has no value (column 5 of its expression)."),
        ("net * avg(items[].qty)", "a part has no value (column 7 of its expression)."),
        ("if(rate > 1, 1, 2)", "one side of the comparison has no value (column 9 of its expression)."),
        ("round(net, 1.5)", "round takes a whole number of places from -15 to 15 (column 1 of its expression)."),
        ("round(net, 99)", "round takes a whole number of places from -15 to 15 (column 1 of its expression)."),
        (f"net{' * 9999999999999999999999999999' * 20}", "the number is too large"),
    ],
)
def test_a_value_that_cannot_be_computed_is_empty_with_a_warning(text, reason):
    assert failure(text, {"net": 1e9}).startswith(f"answer is empty: {reason}")


def test_a_number_too_large_for_json_is_empty_with_a_warning():
    assert "too large" in failure("net * net", {"net": 1e200})


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("concat('a', 1.50, true, due, null, name)", "a1.5true2026-01-31"),
        ("upper('straße')", "STRASSE"),
        ("lower('ÄB')", "äb"),
        ("concat(net / 8)", "0.125"),
        ("concat(1000000 * 1000000)", "1000000000000"),
        ("concat(sent)", "2026-01-31T10:00:00+00:00"),
    ],
)
def test_texts(text, result):
    data = {"due": "2026-01-31", "net": 1, "sent": "2026-01-31T10:00:00Z"}

    assert answer(text, data, "text") == result


def test_a_text_does_not_grow_out_of_bounds():
    assert "more than 20000 characters" in failure("concat(note, note, 'x')", {"note": "y" * 10_000}, "text")
    assert len(answer("concat(note, note)", {"note": "y" * 10_000}, "text")) == 20_000


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("date_add(due, 1, 'months')", "2026-02-28"),
        ("date_add(due, -2, 'months')", "2025-11-30"),
        ("date_add(due, 13, 'months')", "2027-02-28"),
        ("date_add('2024-02-29', 4, 'years')", "2028-02-29"),
        ("date_add('2024-02-29', 1, 'years')", "2025-02-28"),
        ("date_add(due, 1, 'days')", "2026-02-01"),
        ("date_add(sent, 1, 'days')", "2026-02-01"),
        ("if(vip, due, '2020-01-01')", "2020-01-01"),
        ("min(due, '2025-12-31')", "2025-12-31"),
        ("max(due, sent)", "2026-01-31"),
    ],
)
def test_dates(text, result):
    assert answer(text, {"due": "2026-01-31", "sent": "2026-01-31T23:30:00+02:00"}, "date") == result


def test_moments_keep_their_time():
    assert answer("date_add(sent, 1, 'months')", {"sent": "2026-01-31T10:00:00Z"}, "datetime") == (
        "2026-02-28T10:00:00+00:00"
    )
    assert answer("days_between(sent, due)", {"sent": "2026-01-31T23:00:00Z", "due": "2026-02-01"}) == 1


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("date_add(due, 9999, 'years')", "after year 9999"),
        ("date_add(due, -4000000, 'days')", "before year 1"),
        ("date_add(due, 1.5, 'days')", "a whole number of days"),
        ("date_add(due, 1, name)", "date_add counts days, months, years"),
        ("date_add(sent, 1, 'days')", "sent has no value"),
    ],
)
def test_dates_out_of_bounds_are_empty_with_a_warning(text, reason):
    assert reason in failure(text, {"due": "2026-01-31", "name": "weeks"}, "date")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("due = '2026-01-31'", True),
        ("due < sent", True),
        ("sent = '2026-01-31T12:00:00+02:00'", True),
        ("name = ''", True),
        ("name = null", True),
        ("name != 'a'", True),
        ("'a' < 'b'", True),
        ("vip", None),
        ("not vip", True),
        ("vip or net > 0", True),
        ("vip and net / 0 > 1", False),
        ("empty(due)", False),
        ("empty(rate)", True),
        ("vip = false", False),
    ],
)
def test_truths(text, result):
    assert answer(text, {"due": "2026-01-31", "sent": "2026-01-31T10:00:00Z", "net": 1}, "boolean") is result


def test_only_the_chosen_value_is_worked_out():
    assert answer("if(net = 0, 0, 1 / net)", {"net": 0}) == 0
    assert answer("coalesce(1 / net, rate, 7)", {"net": 0}) == 7
    assert answer("coalesce(rate, null)") is None


def test_computed_values_join_the_others_in_their_place():
    values, _ = filled({"customer.name": "upper(name)"}, {"name": "acme", "net": 1})

    assert values == {"name": "acme", "net": 1, "customer": {"name": "ACME"}}


def test_the_data_given_is_left_as_it_was():
    data = {"items": [{"qty": 1, "price": 2}]}

    filled({"items[].amount": "items[].qty * items[].price"}, data)

    assert data == {"items": [{"qty": 1, "price": 2}]}


def test_what_the_caller_put_in_the_place_of_a_computed_value_is_gone():
    assert filled({"total": "if(vip, 1, null)"}, {"total": 99}) == ({}, [])


def test_values_of_another_kind_than_declared_are_empty_and_never_a_crash():
    texts = {"total": "net + 1", "name": "upper(note)", "rate": "days_between(due, sent)", "vip": "not vip and net > 1"}
    computed = prepared({key: text for key, text in texts.items() if key != "vip"})

    values, warnings = evaluate(computed, {"net": "many", "note": 5, "due": [], "sent": {"a": 1}})

    assert values == {"net": "many", "note": 5, "due": [], "sent": {"a": 1}}
    assert len(warnings) == 3


def test_an_unchecked_expression_stays_empty():
    texts = {"total": "unknown + 1", "net": "foo(1)", "rate": "'a' * 2", "due": "logo", "vip": "vip"}

    values, _ = evaluate(arrange({key: parse(text) for key, text in texts.items()}, manifest()), {"logo": "x"})

    assert values == {"logo": "x"}

"""Computed fields of rows, functions over lists, and the bounds of the work."""

from __future__ import annotations

import time

import pytest

from templates_app.expressions import evaluate
from tests.templates_app.calculations import answer, failure, filled, messages, prepared

ITEMS = {
    "items": [
        {"name": "a", "qty": 2, "price": 9.99},
        {"name": "", "qty": 1, "price": 0.02},
        {"qty": 3, "price": 10},
    ]
}
ORDERS = {
    "orders": [
        {"name": "x", "rate": 2, "lines": [{"price": 1}, {"price": 2}]},
        {"name": "y", "rate": 3, "lines": [{"price": 10}]},
        {"name": "z", "rate": 5},
    ]
}


def test_a_field_is_computed_for_each_row_and_totals_follow():
    values, warnings = filled(
        {
            "total": "net + round(net * 0.19, 2)",
            "net": "sum(items[].amount)",
            "items[].share": "round(items[].amount / sum(items[].amount), 2)",
            "items[].amount": "items[].qty * items[].price",
        },
        ITEMS,
    )

    assert [row["amount"] for row in values["items"]] == [19.98, 0.02, 30]
    assert [row["share"] for row in values["items"]] == [0.4, 0, 0.6]
    assert (values["net"], values["total"]) == (50, 59.5)
    assert warnings == []


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("sum(items[].qty)", 6),
        ("avg(items[].qty)", 2),
        ("min(items[].price)", 0.02),
        ("max(items[].price * 2)", 20),
        ("count(items)", 3),
        ("count(items[].name)", 1),
        ("count(items[].amount)", 0),
        ("sum(items[].amount)", 0),
        ("coalesce(avg(items[].amount), -1)", -1),
        ("sum(if(items[].qty > 1, items[].price, 0))", 19.99),
        ("max(sum(items[].qty), 4)", 6),
        ("max(items[].qty / sum(items[].qty))", 0.5),
        ("sum(items[].qty * net)", 12),
    ],
)
def test_functions_go_through_lists(text, result):
    assert answer(text, {**ITEMS, "net": 2}) == result


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("sum(orders[].lines[].price)", 13),
        ("count(orders)", 3),
        ("count(orders[].lines)", 3),
        ("sum(orders[].rate * orders[].lines[].price)", 36),
        ("sum(orders[].rate * sum(orders[].lines[].price))", 36),
        ("max(sum(orders[].lines[].price))", 10),
        ("avg(count(orders[].lines))", 1),
        ("sum(orders[].lines[].price / sum(orders[].lines[].price))", 2),
    ],
)
def test_functions_go_through_nested_lists(text, result):
    assert answer(text, ORDERS) == result


def test_in_a_row_the_lists_around_stand_still():
    values, warnings = filled(
        {
            "orders[].sum": "sum(orders[].lines[].price) * orders[].rate",
            "orders[].lines[].share": "orders[].lines[].price / sum(orders[].lines[].price) * count(orders)",
            "total": "sum(orders[].sum)",
        },
        ORDERS,
    )

    assert [order["sum"] for order in values["orders"]] == [6, 30, 0]
    assert [[line["share"] for line in order.get("lines", [])] for order in values["orders"]] == [[1, 2], [3], []]
    assert values["total"] == 36
    assert warnings == []


def test_fields_with_dots_are_found_and_made():
    rows = {"orders": [{"lines": [{"size": {"width": 3}}, {"size": {"width": 4}}]}]}

    values, _ = filled({"orders[].lines[].size.area": "orders[].lines[].size.width * 2"}, rows)

    assert values["orders"][0]["lines"] == [{"size": {"width": 3, "area": 6}}, {"size": {"width": 4, "area": 8}}]


def test_dates_of_rows_have_a_first_and_a_last():
    assert answer("days_between(min(date_add(due, 1, 'days'), due), due)", {"due": "2026-01-31"}) == 0
    assert failure("sum(items[].qty) / count(orders)", ITEMS) == (
        "answer is empty: division by zero (column 18 of its expression)."
    )


def test_rows_that_cannot_be_computed_are_one_warning_with_the_first_place_and_a_count():
    rows = [{"qty": 1, "price": 2}, {"qty": 1}, {"price": 3}, {}]

    values, warnings = filled({"items[].amount": "items[].qty * items[].price"}, {"items": rows})

    assert values["items"] == [{"qty": 1, "price": 2, "amount": 2}, {"qty": 1}, {"price": 3}, {}]
    assert warnings == [
        "items[1].amount is empty: items[1].price has no value (column 15 of its expression), and in 2 more rows."
    ]


def test_a_sum_over_rows_with_a_missing_part_is_empty_rather_than_wrong():
    rows = [{"qty": 1, "price": 2}, {"qty": 1}]

    assert failure("sum(items[].qty * items[].price)", {"items": rows}) == (
        "answer is empty: items[1].price has no value (column 19 of its expression)."
    )
    assert answer("sum(items[].qty * coalesce(items[].price, 0))", {"items": rows}) == 2


def test_a_fault_in_a_list_leaves_the_row_at_hand_alone():
    rows = [{"qty": 0, "price": 4}, {"qty": 2, "price": 6}]

    values, _ = filled({"items[].amount": "coalesce(sum(1 / items[].qty), items[].price)"}, {"items": rows})

    assert [row["amount"] for row in values["items"]] == [4, 6]


@pytest.mark.parametrize("rows", [None, 5, "rows", {}, [5, None, "x", []]])
def test_what_is_no_list_of_rows_has_none(rows):
    values, warnings = filled({"items[].amount": "items[].qty", "total": "sum(items[].qty)"}, {"items": rows})

    assert values == {"items": rows, "total": 0}
    assert warnings == []


def test_the_work_is_bounded_for_each_row_and_in_all():
    computed = prepared({"total": "sum(items[].qty * items[].price)", "rate": "1 + 1", "net": "total"})
    rows = [{"qty": 1, "price": 1}] * 100
    stopped = ["Computing took too many steps; some computed values are empty."]

    for bounds in ({"steps_per_row": 2}, {"steps": 299}):
        values, warnings = evaluate(computed, {"items": rows}, **bounds)

        assert "total" not in values
        assert messages(warnings) == stopped
    assert evaluate(computed, {"items": rows}, steps=310)[0]["total"] == 100


def test_texts_cost_steps_too():
    computed = prepared({"items[].name": "concat(note, note)"})

    _, warnings = evaluate(computed, {"note": "x" * 10_000, "items": [{}] * 3_000})

    assert messages(warnings) == ["Computing took too many steps; some computed values are empty."]


def test_ten_thousand_rows_take_less_than_a_second():
    computed = prepared(
        {
            "items[].amount": "items[].qty * items[].price",
            "items[].share": "round(items[].amount / sum(items[].amount) * 100, 2)",
            "net": "sum(items[].amount)",
            "total": "round(net * 1.19, 2)",
        }
    )
    rows = [{"qty": number % 7 + 1, "price": number % 100 + 0.99} for number in range(10_000)]
    taken = []

    for _ in range(3):
        start = time.process_time()
        values, warnings = evaluate(computed, {"items": rows})
        taken.append(time.process_time() - start)

    assert values["net"] == pytest.approx(sum(row["qty"] * row["price"] for row in rows))
    assert warnings == []
    assert min(taken) < 1.0

"""What can never work is refused before there is data."""

from __future__ import annotations

import pytest

from templates_app.expressions import check, parse
from tests.templates_app.calculations import complaints, manifest


def found(expressions):
    issues = check({key: parse(text) for key, text in expressions.items()}, manifest())
    return {issue.key: issue.reason for issue in issues}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("nett * 2", "column 1: nett is not in the manifest"),
        ("net + unknown.key", "column 7: unknown.key is not in the manifest"),
        ("sum(itemz[].qty)", "column 5: itemz[].qty is not in the manifest"),
        ("logo", "column 1: logo is of type image, which expressions cannot use"),
        ("name * 2", "column 1: * takes a number, not a text"),
        ("2 + 'a'", "column 5: + takes a number, not a text"),
        ("-name", "column 2: - takes a number, not a text"),
        ("abs(vip)", "column 5: abs takes a number, not true or false"),
        ("if(net, 1, 2)", "column 4: the condition of if is true or false, not a number"),
        ("if(vip, 1, 'a')", "column 12: if cannot choose between a number and a text"),
        ("coalesce(net, 'none')", "column 15: coalesce cannot choose between a number and a text"),
        ("round('a')", "column 7: round takes a number, not a text"),
        ("round(1, 2, 3)", "column 1: round takes 1 to 2 arguments, not 3"),
        ("round()", "column 1: round takes 1 to 2 arguments, not 0"),
        ("days_between(due)", "column 1: days_between takes 2 arguments, not 1"),
        ("days_between(due, 'soon')", "column 19: days_between takes a date, not a text"),
        ("if(vip, 1)", "column 1: if takes a condition and two values: if(a > b, a, b)"),
        ("coalesce()", "column 1: coalesce takes values to choose from"),
        ("min(name, 'b')", "column 1: min takes numbers or dates, not a text"),
        ("sum(items[].name)", "column 5: sum takes a number, not a text"),
        ("max(items[].name)", "column 1: max takes numbers or dates, not a text"),
        ("sum(net, rate)", "column 1: sum takes one list, such as sum(items[].price)"),
        ("count()", "column 1: count takes one list, such as count(items[].price)"),
        ("sum(net)", "column 1: sum goes through a list, such as sum(items[].price)"),
        ("avg(1)", "column 1: avg goes through a list, such as avg(items[].price)"),
        ("items", "column 1: items is a list; use count(items), or a function over items[].…"),
        ("sum(items)", "column 5: items is a list; use count(items), or a function over items[].…"),
        ("sum(items[].qty * orders[].rate)", "column 1: sum mixes rows of different lists"),
        ("average(items[].qty)", "column 1: there is no function average; known are round, abs,"),
        ("eval('1')", "column 1: there is no function eval; known are round, abs,"),
    ],
)
def test_the_fault_of_an_expression_is_named_once_with_its_place(text, reason):
    messages = complaints(text)

    assert len(messages) == 1
    assert messages[0].startswith(f"line 1, {reason}")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("net and vip", "column 1: and takes true or false, not a number"),
        ("not net", "column 5: not takes true or false, not a number"),
        ("net = 'a'", "column 7: = cannot compare a number and a text"),
        ("due > 'soon'", "column 7: > cannot compare a date and a text"),
        ("vip < true", "column 5: < cannot order true and false"),
    ],
)
def test_truths_are_checked_like_the_rest(text, reason):
    assert complaints(text, "boolean") == [f"line 1, {reason}"]


def test_the_unit_of_a_date_is_one_of_three():
    assert complaints("date_add(due, 1, 'weeks')", "date") == ["line 1, column 18: date_add counts days, months, years"]


def test_a_row_s_key_needs_a_row():
    reason = (
        "line 1, column 7: items[].qty is there once for each row of items; it can stand inside sum, avg, min, max or "
        "count, or in a computed field of items"
    )

    assert complaints("net + items[].qty") == [reason]
    assert complaints("max(0, items[].qty)") == [reason.replace("column 7", "column 8")]
    assert found({"orders[].sum": "orders[].lines[].price"})["orders[].sum"].startswith("orders[].lines[].price is")
    assert found({"items[].amount": "items[].qty", "orders[].sum": "sum(orders[].lines[].price) * orders[].rate"}) == {}


@pytest.mark.parametrize(
    ("text", "data_type", "reason"),
    [
        ("1", "text", "this gives a number, but answer is of type text"),
        ("name", "currency", "this gives a text, but answer is of type currency"),
        ("vip", "date", "this gives true or false, but answer is of type date"),
        ("net", "image", "image cannot be computed, only text, longtext,"),
        ("name", "email", "email cannot be computed, only text, longtext,"),
    ],
)
def test_the_result_is_of_the_declared_type(text, data_type, reason):
    assert [message.partition(": ")[2][: len(reason)] for message in complaints(text, data_type)] == [reason]


@pytest.mark.parametrize(
    ("text", "data_type"),
    [
        ("mail", "text"),
        ("note", "text"),
        ("sent", "date"),
        ("'2026-01-01'", "date"),
        ("null", "number"),
        ("if(vip, null, net)", "number"),
        ("coalesce(null, due, '2026-01-01')", "datetime"),
        ("due = '2026-01-01'", "boolean"),
        ("name = null", "boolean"),
        ("min(due, '2026-01-01', sent)", "date"),
        ("concat(net, name, vip, due, null)", "text"),
        ("count(items[].name) + count(items) + count(orders[].lines)", "number"),
        ("sum(orders[].rate * sum(orders[].lines[].price))", "number"),
        ("max(sum(orders[].lines[].price))", "number"),
        ("sum(orders[].rate * orders[].lines[].price)", "number"),
        ("date_add(due, net, name)", "date"),
    ],
)
def test_what_can_work_passes(text, data_type):
    assert complaints(text, data_type) == []


def test_cycles_are_named_with_all_who_wait_for_them():
    assert found({"net": "net"}) == {"net": "net is computed from itself: net → net"}
    assert found({"net": "total / rate", "total": "net * 2", "name": "concat(total)"}) == {
        "net": "net is computed from itself: net → total → net",
        "total": "total is computed from itself: total → net → total",
        "name": "name needs total, which is computed from itself: total → net → total",
    }
    assert "share → items[].share" in found({"items[].share": "1 / sum(items[].share)"})["items[].share"]


def test_a_long_cycle_is_shown_in_part():
    keys = [*"abcdefghij"]
    known = manifest(**dict.fromkeys(keys, "number"))
    ring = {key: parse(follower) for key, follower in zip(keys, [*keys[1:], "a"], strict=True)}

    issues = check(ring, known)

    assert issues[0].reason == "a is computed from itself: a → b → c → d → e → f → …"
    assert len(issues) == 10


def test_an_issue_on_a_later_line_says_so():
    assert complaints("net +\n   name") == ["line 2, column 4: + takes a number, not a text"]


def test_a_key_that_the_manifest_lacks_can_be_checked_all_the_same():
    assert found({"nowhere": "net + nett"}) == {"nowhere": "nett is not in the manifest"}

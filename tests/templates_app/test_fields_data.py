"""Data held against a manifest: what is taken, what is changed with a warning, what is refused by its path."""

from __future__ import annotations

from typing import Any

import pytest

from templates_app.fields import InvalidInputData, Manifest, check_data, parse_manifest

MANIFEST = parse_manifest(
    {
        "variables": [
            {"key": "customer.name", "dataType": "text", "required": True},
            {"key": "customer.email", "dataType": "email"},
            {"key": "total", "dataType": "currency"},
        ],
        "loops": [
            {
                "key": "items",
                "itemFields": [
                    {"key": "name", "dataType": "text", "required": True},
                    {"key": "qty", "dataType": "number"},
                ],
            }
        ],
    }
)


def one(data_type: str, **extras: Any) -> Manifest:
    """A manifest with the one variable `value`."""
    return parse_manifest({"variables": [{"key": "value", "dataType": data_type, **extras}]})


def faults(manifest: Manifest, data: object) -> dict[str, list[str]]:
    """The faults by path that checking names."""
    with pytest.raises(InvalidInputData) as refused:
        check_data(manifest, data)
    assert refused.value.issues is not None
    return refused.value.issues["fieldErrors"]


def remarks(manifest: Manifest, data: object) -> list[tuple[str, str | None]]:
    """Codes and paths of the warnings."""
    return [(warning.code, warning.path) for warning in check_data(manifest, data).warnings]


def test_data_that_fits_comes_back_nested_without_warnings():
    data = {"customer": {"name": "Acme Corp"}, "total": 49.95, "items": [{"name": "Widget", "qty": 5}]}

    checked = check_data(MANIFEST, data)

    assert checked.values == data
    assert checked.warnings == []


def test_absent_loops_are_empty_and_absent_optional_values_are_left_out():
    checked = check_data(MANIFEST, {"customer": {"name": "Acme Corp", "email": None}})

    assert checked.values == {"customer": {"name": "Acme Corp"}, "items": []}


@pytest.mark.parametrize("data", [{}, {"customer": None}, {"customer": {}}, {"customer": {"name": None}}])
def test_a_missing_required_value_is_named_by_its_leaf_path(data):
    assert faults(MANIFEST, data) == {"customer.name": ["Required"]}


def test_rows_are_named_by_their_number():
    data = {"customer": {"name": "A"}, "items": [{"name": "x"}, 5, {"qty": "many"}]}

    assert faults(MANIFEST, data) == {
        "items[1]": ["Expected an object"],
        "items[2].name": ["Required"],
        "items[2].qty": ["Expected a number"],
    }


@pytest.mark.parametrize("data", [None, [], "x", 5, True])
def test_data_that_is_no_object_is_a_fault_of_the_whole(data):
    with pytest.raises(InvalidInputData) as refused:
        check_data(MANIFEST, data)

    assert refused.value.issues == {"formErrors": ["Expected an object"], "fieldErrors": {}}


def test_a_value_where_an_object_belongs_is_named():
    assert faults(MANIFEST, {"customer": "Acme Corp"}) == {"customer": ["Expected an object"]}


def test_unknown_keys_are_stripped_and_reported():
    data = {
        "customer": {"name": "A", "age": 5},
        "extra": {"deep": 1},
        "items": [{"name": "x", "vat": 1}, {"name": "y"}],
    }

    checked = check_data(MANIFEST, data)

    assert checked.values == {"customer": {"name": "A"}, "items": [{"name": "x"}, {"name": "y"}]}
    assert remarks(MANIFEST, data) == [
        ("unknown_key", "customer.age"),
        ("unknown_key", "items[0].vat"),
        ("unknown_key", "extra"),
    ]


def test_the_same_remark_on_many_rows_is_one_warning():
    data = {"customer": {"name": "A"}, "items": [{"name": "x", "qty": "2", "vat": 1}] * 500}

    warnings = check_data(MANIFEST, data).warnings

    assert [warning.path for warning in warnings] == ["items[0].qty", "items[0].vat"]
    assert all("499 more rows" in warning.message for warning in warnings)


def test_the_number_of_warnings_is_bounded():
    data = {"customer": {"name": "A"}} | {f"key{number}": 1 for number in range(5_000)}

    assert len(check_data(MANIFEST, data).warnings) == 101


@pytest.mark.parametrize(
    ("data_type", "given", "taken"),
    [
        ("number", "5", 5),
        ("number", " 9.99 ", 9.99),
        ("currency", "-1e3", -1000.0),
        ("number", ".5", 0.5),
        ("boolean", "true", True),
        ("boolean", "false", False),
        ("text", "a\x00b", "a\ufffdb"),
        ("text", "a\ud800b", "a\ufffdb"),
    ],
)
def test_near_misses_are_coerced_with_a_warning(data_type, given, taken):
    checked = check_data(one(data_type), {"value": given})

    assert checked.values == {"value": taken}
    assert [(warning.code, warning.path) for warning in checked.warnings] == [("coerced_value", "value")]


@pytest.mark.parametrize(
    ("data_type", "value"),
    [
        ("text", ""),
        ("longtext", "a\nb"),
        ("number", 0),
        ("number", 1e300),
        ("currency", -5.5),
        ("date", "2026-06-05"),
        ("date", "2026-06-05T10:00:00.000Z"),
        ("datetime", "2026-06-05T10:00:00+02:00"),
        ("datetime", "2026-06-05"),
        ("boolean", False),
        ("url", "https://example.com/a?b=c#d"),
        ("url", "http://localhost:8000/"),
        ("image", "https://example.com/logo.png"),
        ("image", "data:image/png;base64,iVBORw0KGgo="),
        ("image", "0193c2c3-1111-7aaa-8bbb-000000000001"),
        ("email", "billing@acme.example"),
    ],
)
def test_accepted_values_stay_as_they_are(data_type, value):
    checked = check_data(one(data_type), {"value": value})

    assert checked.values == {"value": value}
    assert checked.warnings == []


@pytest.mark.parametrize(
    ("data_type", "value"),
    [
        ("text", 5),
        ("text", ["a"]),
        ("number", "5 apples"),
        ("number", "1,000"),
        ("number", ""),
        ("number", True),
        ("number", float("nan")),
        ("number", float("inf")),
        ("number", "Infinity"),
        ("number", "1e999"),
        ("number", 10**400),
        ("number", "9" * 399),
        ("number", "٣"),
        ("date", "05.06.2026"),
        ("date", "2026-02-30"),
        ("date", 20260605),
        ("boolean", 1),
        ("boolean", "yes"),
        ("url", "javascript:alert(1)"),
        ("url", "https://"),
        ("url", "https://a b"),
        ("url", "http://[::1"),
        ("url", "https://a:99999/"),
        ("url", "//example.com"),
        ("image", "data:text/html,<script>"),
        ("image", "file:///etc/passwd"),
        ("image", "logo.png"),
        ("email", "acme"),
        ("email", "a@b\x00.example"),
    ],
)
def test_other_values_are_refused(data_type, value):
    assert list(faults(one(data_type), {"value": value})) == ["value"]


def test_extras_are_enforced():
    amount = one("number", integer=True, min=1, max=10)

    assert faults(amount, {"value": 2.5}) == {"value": ["Expected a whole number"]}
    assert faults(amount, {"value": 0}) == {"value": ["Must be at least 1"]}
    assert faults(amount, {"value": "11"}) == {"value": ["Must be at most 10"]}
    assert faults(one("text", pattern=r"^INV-\d{4}$"), {"value": "INV-12345"}) == {"value": [r"Must match ^INV-\d{4}$"]}
    assert check_data(one("text", pattern=r"^INV-\d{4}$"), {"value": "INV-1234"}).warnings == []


def test_a_default_stands_in_for_a_missing_required_value():
    assert check_data(one("text", required=True, defaultValue="Dear all,"), {}).values == {"value": "Dear all,"}


def test_a_loop_takes_ten_thousand_rows_and_no_more():
    rows = [{"name": "x"}] * 10_000

    assert len(check_data(MANIFEST, {"customer": {"name": "A"}, "items": rows}).values["items"]) == 10_000
    assert faults(MANIFEST, {"customer": {"name": "A"}, "items": [*rows, {}]}) == {"items": ["At most 10000 rows"]}


def test_lists_inside_rows_are_checked_too():
    lines = {"key": "lines", "dataType": "list", "itemFields": [{"key": "sku", "dataType": "text", "required": True}]}
    manifest = parse_manifest({"loops": [{"key": "orders", "itemFields": [lines]}]})

    assert check_data(manifest, {"orders": [{}]}).values == {"orders": [{"lines": []}]}
    assert list(faults(manifest, {"orders": [{"lines": [{}]}]})) == ["orders[0].lines[0].sku"]


def test_a_hostile_pattern_costs_no_time():
    manifest = one("text", pattern="[a-z]{0,9}[a-z]{0,9}[a-z]*x")

    assert list(faults(manifest, {"value": "a" * 1_000})) == ["value"]
    assert list(faults(manifest, {"value": "a" * 1_000_000})) == ["value"]

"""Computed variables that a document declares itself."""

from __future__ import annotations

import pytest

from templates_app.document import InvalidDocument, check_document, derive_manifest
from templates_app.fields import check_data
from tests.templates_app.documents import chip, document, line, printed

TOTALS = {
    "total": {"type": "currency", "label": "Total", "computed": "round(net * 1.19, 2)", "format": "currency:EUR"},
    "net": {"type": "currency", "computed": "sum(items[].amount)"},
    "items[].amount": {"type": "currency", "computed": "items[].qty * items[].price"},
}


def refusal(variables, check=derive_manifest):
    """The faults of a document that shows a total."""
    with pytest.raises(InvalidDocument) as caught:
        check(document(line(chip("total")), variables=variables))
    assert caught.value.issues
    return caught.value.issues["fieldErrors"]


def test_what_a_shown_variable_is_computed_from_is_asked_for():
    manifest = derive_manifest(document(line(chip("total")), variables=TOTALS))

    assert [(field["key"], field["type"]) for field in manifest.fields()] == [
        ("total", "currency"),
        ("net", "currency"),
        ("items[].amount", "currency"),
        ("items[].qty", "number"),
        ("items[].price", "number"),
    ]


def test_a_document_with_computed_variables_prints_them():
    content = document(line(chip("total")), variables=TOTALS)
    manifest = derive_manifest(content)

    values = check_data(manifest, {"items": [{"qty": 2, "price": 50}]}).values

    assert printed(content, values, manifest) == '<p><span class="ck-num">€119.00</span></p>'


def test_variables_that_nothing_shows_are_not_asked_for():
    assert derive_manifest(document(line(chip("name")), variables=TOTALS)).fields() == [
        {"key": "name", "type": "text", "required": False}
    ]


def test_a_text_that_is_no_expression_is_refused_at_its_place():
    assert refusal({"total": {"type": "number", "computed": "1 +"}}, check_document) == {
        "layout/variables/total/computed": ["line 1, column 4: the expression ends too early"]
    }


def test_expressions_that_can_never_work_are_refused_at_their_place():
    variables = {"total": {"type": "number", "computed": "net + 1"}, "net": {"type": "number", "computed": "total"}}

    assert refusal(variables) == {
        "layout/variables/total/computed": ["line 1, column 1: total is computed from itself: total → net → total"],
        "layout/variables/net/computed": ["line 1, column 1: net is computed from itself: net → total → net"],
    }
    assert refusal({"total": {"type": "number", "computed": "count(items)"}}) == {
        "layout/variables/total/computed": ["line 1, column 7: items is not in the manifest"]
    }


def test_a_counted_list_is_a_list():
    variables = {"total": {"type": "number", "computed": "count(items) + sum(items[].qty)"}}
    manifest = derive_manifest(document(line(chip("total")), variables=variables))

    assert check_data(manifest, {"items": [{"qty": 3}, {"qty": 4}]}).values["total"] == 9

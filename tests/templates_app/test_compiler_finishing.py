"""A template's wishes for its PDF, with the values of a render put in."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from templates_app.compiler.finishing import Finishing, PasswordMissing, finishing_of
from templates_app.compiler.invoicing import InvoiceIncomplete, invoice_of
from templates_app.fields import parse_manifest
from tests.templates_app.documents import document, line, text
from tests.templates_app.invoices import DATA, MANIFEST, MAPPING


def resolved(asked: dict[str, Any], **data: Any) -> Finishing:
    """The wishes with values."""
    content = document(line(text("A")), finishing=asked)
    return finishing_of(content, parse_manifest(MANIFEST), {**DATA, **data}, locale="de")


def changed(**fields: Any) -> dict[str, Any]:
    """The mapping with other fields; None takes one away."""
    mapping = copy.deepcopy(MAPPING)
    mapping["fields"] |= {name.replace("__", "."): source for name, source in fields.items()}
    return mapping


def test_a_template_that_asks_for_nothing_gets_nothing():
    assert resolved({}) == Finishing()


def test_phrases_have_their_values_in_the_locale():
    asked = {"metadata": {"title": "Rechnung {{number}} vom {{date date:long}}", "author": "{{nothing_there}}"}}

    found = resolved(asked).metadata

    assert found["title"] == "Rechnung INV-7 vom 5. Juni 2026"
    assert found["author"] == ""


def test_line_breaks_and_tags_in_values_stay_one_line_of_text():
    asked = {"watermark": {"text": "for {{customer.name}}"}}

    mark = resolved(asked, customer={"name": "A\nB <b>"}).watermark

    assert mark
    assert mark.text == "for A B <b>"


def test_a_bound_password_is_the_value():
    asked = {"protection": {"userPassword": {"key": "number"}, "ownerPassword": {"sealed": "kept"}}}

    protection = resolved(asked).protection

    assert protection
    assert (protection.user, protection.owner) == ("INV-7", {"sealed": "kept"})


def test_a_password_without_a_value_fails_and_is_named():
    asked = {"protection": {"ownerPassword": {"key": "number"}}}

    with pytest.raises(PasswordMissing, match="number"):
        resolved(asked, number="")


def test_what_is_not_forbidden_is_allowed():
    asked = {"protection": {"ownerPassword": {"sealed": "x"}, "permissions": {"copy": False, "modify": False}}}

    protection = resolved(asked).protection

    assert protection
    assert protection.allowed == {"print", "annotate", "fillForms", "assemble"}


def test_an_invoice_works_out_what_is_not_mapped():
    terms = invoice_of(MAPPING, DATA).terms

    assert [line["BT-131"] for line in terms["BG-25"]] == ["100.00", "30.02"]
    assert [(tax["BT-118"], tax["BT-119"], tax["BT-116"], tax["BT-117"]) for tax in terms["BG-23"]] == [
        ("S", "19", "100.00", "19.00"),
        ("S", "7", "30.02", "2.10"),
    ]
    sums = {code: terms[code] for code in ("BT-106", "BT-109", "BT-110", "BT-112", "BT-115")}
    assert list(sums.values()) == ["130.02", "130.02", "21.10", "151.12", "151.12"]
    assert (terms["BT-3"], terms["BG-7"]["country_code"], terms["BG-25"][1]["BT-146"]) == ("380", "FR", "10.0050")


def test_what_is_mapped_is_taken_as_it_is():
    terms = invoice_of(changed(paid={"value": "51.12"}, grandTotal={"value": "151.12"}), DATA).terms

    assert (terms["BT-112"], terms["BT-115"]) == ("151.12", "100.00")


@pytest.mark.parametrize(
    ("mapping", "data", "named"),
    [
        (MAPPING, {"number": ""}, r"fields\.number \(BT-1\).*number is empty"),
        (MAPPING, {"date": "tomorrow"}, r"fields\.issueDate \(BT-2\).*date"),
        (MAPPING, {"items": []}, r"items is empty"),
        (MAPPING, {"items": [{"name": "A", "qty": 1, "price": None, "vat": 19}]}, r"lines\[1\]\.price"),
        (changed(paid={"value": "much"}), {}, r"fields\.paid .*number"),
        (changed(buyer__name="items"), {}, r"fields\.buyer\.name .*text"),
    ],
)
def test_an_invoice_names_what_it_lacks(mapping, data, named):
    with pytest.raises(InvoiceIncomplete, match=named):
        invoice_of(mapping, {**DATA, **data})

"""Electronic invoices: valid by schema and by the rules of the standard, or refused with the rule."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from lxml import etree

from renders.finishing.einvoice import InvoiceInvalid, invoice_xml, rule_faults, schema_faults
from templates_app.compiler.invoicing import invoice_of
from tests.templates_app.invoices import DATA, MAPPING

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"


def xml_of(**fields: Any) -> bytes:
    """The invoice with other fields mapped."""
    mapping = copy.deepcopy(MAPPING)
    mapping["fields"] |= fields
    return invoice_xml(invoice_of(mapping, DATA))


def test_the_xml_says_what_the_data_says():
    tree = etree.fromstring(xml_of())

    assert tree.findtext(f".//{RAM}GrandTotalAmount") == "151.12"
    assert [name.text for name in tree.iter(f"{RAM}SpecifiedTradeProduct") for name in name] == ["Widget", "Book"]


def test_the_rules_of_the_standard_are_asked():
    with pytest.raises(InvoiceInvalid, match=r"BR-CO-13"):
        xml_of(netTotal={"value": "999"})


def test_a_code_that_is_none_is_refused():
    with pytest.raises(InvoiceInvalid, match=r"currency|BR-CL|Currency|EUROS"):
        xml_of(currency={"value": "EUROS"})


def test_markup_in_a_value_is_text():
    made = xml_of(note={"value": "</ram:Content><evil/> & more"})

    assert b"<evil" not in made
    assert not schema_faults(made, "en16931")
    assert not rule_faults(made, "en16931")


def test_the_schema_names_what_it_does_not_know():
    broken = xml_of().replace(b"ram:GrandTotalAmount", b"ram:GreatTotalAmount")

    assert "GreatTotalAmount" in schema_faults(broken, "en16931")[0]

"""Invoicing: which values of the data are which parts of an electronic invoice (Factur-X, EN 16931)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.fields.faults import Faults, printable
from templates_app.fields.uses import LIST, Use
from templates_app.keys import KEY_LIMIT, absolute_key_fault, has_unstorable, list_of

PROFILES = ("basicwl", "en16931", "extended")
VALUE_LIMIT = 1_000
TEXT, DATE, AMOUNT, QUANTITY, PERCENT = "text", "date", "amount", "quantity", "percent"
SUITS = {
    TEXT: ("text", "longtext", "email", "url", "number", "boolean"),
    DATE: ("date", "datetime", "text"),
    AMOUNT: ("currency", "number"),
    QUANTITY: ("number", "currency"),
    PERCENT: ("number", "currency"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A part of an invoice: its business term in EN 16931, what it is made of, and whether no invoice is without it."""

    code: str
    type: str = TEXT
    required: bool = False


def _party(group: str, *, others: Mapping[str, Term] | None = None) -> dict[str, Term]:
    name = "seller" if group == "BG-4" else "buyer"
    terms = {
        "name": Term(f"{group}/name", required=True),
        "vatId": Term(f"{group}/vat_identifier"),
        "legalId": Term(f"{group}/legal_identifier"),
        "legalIdScheme": Term(f"{group}/legal_identifier_schemeid"),
        "street": Term(f"{group}/addr_l1"),
        "street2": Term(f"{group}/addr_l2"),
        "city": Term(f"{group}/city"),
        "postcode": Term(f"{group}/postcode"),
        "country": Term(f"{group}/country_code", required=True),
        "region": Term(f"{group}/country_subdivision"),
        "email": Term(f"{group}/einvoicing_addr"),
        "emailScheme": Term(f"{group}/einvoicing_addr_schemeid"),
        "contactName": Term(f"{group}/contacts/name"),
        "contactPhone": Term(f"{group}/contacts/phone"),
        "contactEmail": Term(f"{group}/contacts/email"),
    }
    return {f"{name}.{key}": term for key, term in {**terms, **(others or {})}.items()}


FIELDS: dict[str, Term] = {
    "number": Term("BT-1", required=True),
    "issueDate": Term("BT-2", DATE, required=True),
    "type": Term("BT-3"),
    "currency": Term("BT-5", required=True),
    "dueDate": Term("BT-9", DATE),
    "buyerReference": Term("BT-10"),
    "contract": Term("BT-12"),
    "order": Term("BT-13"),
    "paymentTerms": Term("BT-20"),
    "note": Term("BG-1/BT-22"),
    "deliveryDate": Term("BT-72", DATE),
    "periodStart": Term("BT-73", DATE),
    "periodEnd": Term("BT-74", DATE),
    "paymentMeans": Term("BT-81"),
    "paymentReference": Term("BT-83"),
    "iban": Term("BT-84"),
    "accountName": Term("BT-85"),
    "bic": Term("BT-86"),
    **_party("BG-4", others={"taxId": Term("BG-4/tax_identifier")}),
    **_party("BG-7"),
    "lineTotal": Term("BT-106", AMOUNT),
    "netTotal": Term("BT-109", AMOUNT),
    "taxTotal": Term("BT-110", AMOUNT),
    "grandTotal": Term("BT-112", AMOUNT),
    "paid": Term("BT-113", AMOUNT),
    "due": Term("BT-115", AMOUNT),
}
LINE: dict[str, Term] = {
    "id": Term("BT-126"),
    "name": Term("BT-153", required=True),
    "description": Term("BT-154"),
    "articleNumber": Term("BT-155"),
    "quantity": Term("BT-129", QUANTITY, required=True),
    "unit": Term("BT-130"),
    "price": Term("BT-146", AMOUNT, required=True),
    "total": Term("BT-131", AMOUNT),
    "vatCategory": Term("BT-151"),
    "vatRate": Term("BT-152", PERCENT, required=True),
}
VAT: dict[str, Term] = {
    "category": Term("BT-118", required=True),
    "rate": Term("BT-119", PERCENT, required=True),
    "base": Term("BT-116", AMOUNT, required=True),
    "amount": Term("BT-117", AMOUNT, required=True),
    "exemption": Term("BT-120"),
    "exemptionCode": Term("BT-121"),
}
TABLES = {"lines": LINE, "vat": VAT}


def check_invoice(given: Any, path: str, faults: Faults) -> None:
    """Adds the faults of a `facturX` mapping."""
    if given is None:
        return
    if not isinstance(given, dict):
        faults.add(path, gettext_noop("Expected an object with profile, fields and lines"))
        return
    for name in given.keys() - {"profile", "fields", *TABLES}:
        faults.add(f"{path}/{printable(str(name), 80)}", gettext_noop("Unknown; known are profile, fields, lines, vat"))
    if given.get("profile", "en16931") not in PROFILES:
        faults.add(f"{path}/profile", filled("Expected one of {known}", known=", ".join(PROFILES)))
    _check_fields(given.get("fields"), FIELDS, f"{path}/fields", "", faults)
    for name, terms in TABLES.items():
        _check_table(given.get(name), terms, f"{path}/{name}", faults)
    if given.get("lines") is None:
        needed = "lines" if given.get("profile", "en16931") != "basicwl" else "vat"
        if given.get(needed) is None:
            faults.add(f"{path}/{needed}", gettext_noop("Required"))


def _check_table(given: Any, terms: Mapping[str, Term], path: str, faults: Faults) -> None:
    if given is None:
        return
    if not isinstance(given, dict) or given.keys() - {"each", "fields"}:
        faults.add(path, gettext_noop("Expected an object with each and fields"))
        return
    if absolute_key_fault(given.get("each")) or list_of(str(given.get("each"))):
        faults.add(f"{path}/each", gettext_noop("Expected the key of a list, such as items"))
        return
    _check_fields(given.get("fields"), terms, f"{path}/fields", given["each"], faults)


def _check_fields(given: Any, terms: Mapping[str, Term], path: str, each: str, faults: Faults) -> None:
    if not isinstance(given, dict):
        faults.add(path, gettext_noop("Expected an object of keys by field"))
        return
    for name, source in given.items():
        fault = (
            filled("Unknown; known are {known}", known=", ".join(terms))
            if name not in terms
            else _source_fault(source, each)
        )
        if fault:
            faults.add(f"{path}/{printable(str(name), 80)}", fault)
    for name, term in terms.items():
        if term.required and given.get(name) is None:
            faults.add(
                f"{path}/{name}", filled("Required: an electronic invoice always has it ({code})", code=term.code)
            )


def _source_fault(source: Any, each: str) -> str | None:
    if source is None:
        return None
    if isinstance(source, dict) and source.keys() == {"value"}:
        value = source["value"]
        is_fine = isinstance(value, str) and 0 < len(value) <= VALUE_LIMIT and not has_unstorable(value)
        return None if is_fine else filled("Expected a value of 1 to {most} characters", most=VALUE_LIMIT)
    fault = absolute_key_fault(source)
    if fault:
        return filled("{reason}; or an object with a value", reason=fault)
    return (
        None
        if list_of(source) in ("", each)
        else filled("{source} is in another list than {each}", source=source, each=each or "none")
    )


def uses_of_invoice(given: Any, path: str) -> Iterator[Use]:
    """What a checked mapping asks of the data."""
    if given is None:
        return
    for name, table in (("", given), *((name, given.get(name)) for name in TABLES)):
        if not table:
            continue
        place = f"{path}/{name}" if name else path
        if name:
            yield Use(table["each"], LIST, f"{place}/each")
        terms = TABLES.get(name, FIELDS)
        for field, source in table["fields"].items():
            if isinstance(source, str):
                hint = {AMOUNT: "currency", DATE: "date", QUANTITY: "number", PERCENT: "number"}
                yield Use(source, place=f"{place}/fields/{field}", hint=hint.get(terms[field].type, "text"))


def invoice_schema() -> dict[str, Any]:
    """The mapping as JSON Schema."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": ["fields"],
        "properties": {
            "profile": {"enum": list(PROFILES), "default": "en16931"},
            "fields": _fields_schema(FIELDS),
            **{name: _table_schema(terms) for name, terms in TABLES.items()},
        },
    }


def _table_schema(terms: Mapping[str, Term]) -> dict[str, Any]:
    each = {"type": "string", "maxLength": KEY_LIMIT, "format": "list-key"}
    shape = {"each": each, "fields": _fields_schema(terms)}
    return {"type": "object", "additionalProperties": False, "required": ["each", "fields"], "properties": shape}


def _fields_schema(terms: Mapping[str, Term]) -> dict[str, Any]:
    value = {"type": "string", "minLength": 1, "maxLength": VALUE_LIMIT}
    literal = {"type": "object", "additionalProperties": False, "required": ["value"], "properties": {"value": value}}
    source = {"anyOf": [{"type": "string", "maxLength": KEY_LIMIT, "format": "key"}, literal]}
    properties = {name: {**source, "description": f"{term.code}, {term.type}"} for name, term in terms.items()}
    required = [name for name, term in terms.items() if term.required]
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}

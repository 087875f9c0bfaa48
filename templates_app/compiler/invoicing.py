"""Invoicing: the values of a render as the business terms of an electronic invoice.

What can be worked out of the lines and is not mapped (line totals, the breakdown of the VAT, the sums) is worked out
here with the rounding of EN 16931; what is mapped is taken as it is, and the checks of the invoice say if it is off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError
from craftkit.lib.speech import filled
from templates_app.compiler.scope import Scope, getter, rows_of
from templates_app.document.invoicing import AMOUNT, DATE, FIELDS, LINE, PERCENT, QUANTITY, VAT, Term

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
DEFAULTS = {"BT-3": "380"}
DEFAULT_UNIT, STANDARD, ZERO = "C62", "S", "Z"
EMAIL_SCHEME = "EM"
Terms = dict[str, Any]


class InvoiceIncomplete(AppError):
    """A part of the electronic invoice has no value, or none that it can have."""

    status = 400
    code = "invoice_incomplete"


@dataclass(frozen=True, slots=True)
class Invoice:
    """An electronic invoice: its profile, and its terms by their codes in EN 16931."""

    profile: str
    terms: Terms


def invoice_of(mapping: Mapping[str, Any], values: dict[str, Any]) -> Invoice:
    """The invoice that a checked mapping makes of the data. Raises InvoiceIncomplete naming field and key."""
    profile = mapping.get("profile") or "en16931"
    scope = Scope(values)
    terms: Terms = dict(DEFAULTS)
    for name, value in _read(mapping["fields"], FIELDS, scope, "fields").items():
        _put(terms, FIELDS[name].code, value)
    for party in ("BG-4", "BG-7"):
        _finish_party(terms[party])
    lines = [_line(row, at) for at, row in enumerate(_rows(mapping, "lines", LINE, scope), start=1)]
    taxes = [_tax(row) for row in _rows(mapping, "vat", VAT, scope)] or _taxes_of(lines)
    if mapping.get("lines") and not lines:
        raise InvoiceIncomplete(
            filled("facturX.lines: the list {each} is empty; an invoice has lines.", each=mapping["lines"]["each"])
        )
    if not taxes:
        raise InvoiceIncomplete(
            gettext_noop("facturX.vat: there is nothing that says which VAT the invoice has; map lines or vat.")
        )
    terms["BG-23"] = taxes
    if profile != "basicwl":
        terms["BG-25"] = lines
    _add_sums(terms, lines, taxes)
    return Invoice(profile, _as_text(terms))


def _rows(mapping: Mapping[str, Any], name: str, terms: Mapping[str, Term], scope: Scope) -> list[dict[str, Any]]:
    table = mapping.get(name)
    if not table:
        return []
    found = []
    for number, row in enumerate(rows_of(table["each"])(scope), start=1):
        scope.rows[table["each"]] = row
        found.append(_read(table["fields"], terms, scope, f"{name}[{number}]"))
    return found


def _read(fields: Mapping[str, Any], terms: Mapping[str, Term], scope: Scope, place: str) -> dict[str, Any]:
    """The values of mapped fields by name; those without a value are left out."""
    found: dict[str, Any] = {}
    for name, source in fields.items():
        if source is None:
            continue
        literal = source.get("value") if isinstance(source, dict) else None
        value = literal if literal is not None else getter(source)(scope)
        known = literal if literal is not None else source
        if value is None or value == "":
            if terms[name].required:
                raise InvoiceIncomplete(
                    filled(
                        "facturX.{place}.{name} ({code}) has no value: {known} is empty in the data.",
                        place=place,
                        name=name,
                        code=terms[name].code,
                        known=known,
                    )
                )
            continue
        found[name] = _typed(value, terms[name], f"facturX.{place}.{name} ({terms[name].code})", known)
    return found


def _typed(value: Any, term: Term, place: str, known: Any) -> Any:
    if term.type == DATE:
        return _date(value, place, known)
    if term.type in (AMOUNT, QUANTITY, PERCENT):
        return _number(value, place, known)
    if isinstance(value, bool | list | dict):
        raise InvoiceIncomplete(filled("{place} is a text, and {known} is none.", place=place, known=known))
    return " ".join(str(value).split()) if term.code != "BG-1/BT-22" else str(value)


def _date(value: Any, place: str, known: Any) -> date:
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        raise InvoiceIncomplete(
            filled(
                "{place} is a date such as 2026-06-05, and {known} is {shown}.",
                place=place,
                known=known,
                shown=str(value)[:40],
            )
        ) from None


def _number(value: Any, place: str, known: Any) -> Decimal:
    try:
        number = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InvoiceIncomplete(
            filled("{place} is a number, and {known} is {shown}.", place=place, known=known, shown=str(value)[:40])
        )
    return number


def _put(terms: Terms, code: str, value: Any) -> None:
    """Under a code such as BT-1, or BG-4/name inside a group; notes and contacts are lists of one."""
    group, _, rest = code.partition("/")
    if not rest:
        terms[group] = value
    elif rest.startswith("contacts/"):
        contacts = terms.setdefault(group, {}).setdefault("contacts", [{}])
        contacts[0][rest.partition("/")[2]] = value
    elif group == "BG-1":
        terms[group] = [{rest: value}]
    else:
        terms.setdefault(group, {})[rest] = value


def _finish_party(party: Terms) -> None:
    if party.get("einvoicing_addr"):
        party.setdefault("einvoicing_addr_schemeid", EMAIL_SCHEME)
    party["country_code"] = party["country_code"].upper()


def _line(row: dict[str, Any], number: int) -> Terms:
    line = {LINE[name].code: value for name, value in row.items()}
    line.setdefault("BT-126", str(number))
    line.setdefault("BT-130", DEFAULT_UNIT)
    line.setdefault("BT-131", _cents(line["BT-129"] * line["BT-146"]))
    line.setdefault("BT-151", STANDARD if line["BT-152"] else ZERO)
    return line


def _tax(row: dict[str, Any]) -> Terms:
    return {VAT[name].code: value for name, value in row.items()}


def _taxes_of(lines: list[Terms]) -> list[Terms]:
    bases: dict[tuple[str, Decimal], Decimal] = {}
    for line in lines:
        kind = (line["BT-151"], line["BT-152"])
        bases[kind] = bases.get(kind, Decimal(0)) + line["BT-131"]
    return [
        {"BT-116": base, "BT-117": _cents(base * rate / HUNDRED), "BT-118": category, "BT-119": rate}
        for (category, rate), base in bases.items()
    ]


def _add_sums(terms: Terms, lines: list[Terms], taxes: list[Terms]) -> None:
    net = sum((line["BT-131"] for line in lines), Decimal(0)) if lines else _sum(taxes, "BT-116")
    terms.setdefault("BT-106", net)
    terms.setdefault("BT-109", terms["BT-106"])
    terms.setdefault("BT-110", _sum(taxes, "BT-117"))
    terms.setdefault("BT-112", terms["BT-109"] + terms["BT-110"])
    terms.setdefault("BT-115", terms["BT-112"] - terms.get("BT-113", Decimal(0)))


def _sum(rows: list[Terms], code: str) -> Decimal:
    return sum((row[code] for row in rows), Decimal(0))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _as_text(value: Any, code: str = "") -> Any:
    """Numbers as texts: amounts with their cents, prices, quantities and rates without noise."""
    if isinstance(value, dict):
        return {name: _as_text(part, name) for name, part in value.items()}
    if isinstance(value, list):
        return [_as_text(part) for part in value]
    if not isinstance(value, Decimal):
        return value
    if code in ("BT-129", "BT-119", "BT-152"):
        return f"{value.normalize():f}"
    if code == "BT-146":
        return f"{value:.4f}" if value != _cents(value) else f"{value:.2f}"
    return f"{_cents(value):f}"

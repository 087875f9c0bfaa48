"""Computed variables in few words, for the tests of the room that works them out."""

from __future__ import annotations

from typing import Any

from templates_app.expressions import Computed, arrange, check, evaluate, parse
from templates_app.fields import Manifest, parse_manifest
from templates_app.warnings import RenderWarning

TYPES = {
    "net": "currency",
    "rate": "number",
    "total": "currency",
    "name": "text",
    "note": "longtext",
    "mail": "email",
    "due": "date",
    "sent": "datetime",
    "vip": "boolean",
    "logo": "image",
    "customer.name": "text",
}
ITEM_TYPES = {"name": "text", "qty": "number", "price": "currency", "amount": "currency", "share": "number"}
LINE_TYPES = {"price": "number", "share": "number", "size.width": "number", "size.area": "number"}


def _fields(types: dict[str, str]) -> list[dict[str, Any]]:
    return [{"key": key, "dataType": data_type} for key, data_type in types.items()]


def manifest(**answers: str) -> Manifest:
    """Some variables and lists (items, and orders with lines), and further variables by type."""
    lines = {"key": "lines", "dataType": "list", "itemFields": _fields(LINE_TYPES)}
    orders = {"key": "orders", "itemFields": [*_fields({"sum": "number", "name": "text", "rate": "number"}), lines]}
    loops = [{"key": "items", "itemFields": _fields(ITEM_TYPES)}, orders]
    return parse_manifest({"variables": _fields({**TYPES, **answers}), "loops": loops})


def prepared(expressions: dict[str, str], **answers: str) -> Computed:
    """Expressions by key, checked and made ready."""
    known, parsed = manifest(**answers), {key: parse(text) for key, text in expressions.items()}
    assert [issue.message for issue in check(parsed, known)] == []
    return arrange(parsed, known)


def filled(expressions: dict[str, str], data: dict[str, Any] | None = None) -> tuple[dict[str, Any], list[str]]:
    """The data with what the expressions give, and the messages of the warnings."""
    values, warnings = evaluate(prepared(expressions), data or {})
    return values, messages(warnings)


def messages(warnings: list[RenderWarning]) -> list[str]:
    """What warnings say, after a look at their code."""
    assert {warning.code for warning in warnings} <= {"not_computed"}
    return [warning.message for warning in warnings]


def answer(text: str, data: dict[str, Any] | None = None, data_type: str = "number") -> Any:
    """What one expression gives, without any warning; None for nothing."""
    values, warnings = evaluate(prepared({"answer": text}, answer=data_type), data or {})
    assert messages(warnings) == []
    return values.get("answer")


def failure(text: str, data: dict[str, Any] | None = None, data_type: str = "number") -> str:
    """The warning of an expression that gives nothing."""
    values, warnings = evaluate(prepared({"answer": text}, answer=data_type), data or {})
    assert "answer" not in values
    return ", ".join(messages(warnings))


def complaints(text: str, data_type: str = "number") -> list[str]:
    """What the check finds in one expression."""
    return [issue.message for issue in check({"answer": parse(text)}, manifest(answer=data_type))]

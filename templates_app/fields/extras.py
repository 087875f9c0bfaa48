"""Extras: what a variable may carry beyond its type, such as bounds, a pattern, a default and a preview value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.expressions import ExpressionError, parse
from templates_app.fields.faults import Faults
from templates_app.fields.kinds import Mismatch, is_finite_number, read_value
from templates_app.fields.manifest import Variable
from templates_app.fields.patterns import pattern_fault
from templates_app.keys import has_unstorable

DESCRIPTION_LIMIT = 280
SCALAR_LIMIT = 20_000
NUMERIC = ("number", "currency")
TEXTUAL = ("text", "longtext", "email", "url")


def read_extras(raw: dict, data_type: str, path: str, faults: Faults) -> dict[str, Any]:
    """The extras among a definition's members that apply to its type; faults are added under `path`."""
    extras: dict[str, Any] = {}
    for name, check in CHECKS.items():
        given = raw.get(name)
        if given is None or (name in ONLY_FOR and data_type not in ONLY_FOR[name]):
            continue
        fault = check(given)
        if fault:
            faults.add(f"{path}.{name}", fault)
            continue
        extras[name] = given
    _check_order(extras, path, faults)
    _check_default(extras, data_type, path, faults)
    if "computed" in extras and "defaultValue" in extras:
        faults.add(f"{path}.defaultValue", gettext_noop("A computed value has no default; use coalesce(…, default)"))
    return {name: value for name, value in extras.items() if not (name == "integer" and value is False)}


def _check_order(extras: dict[str, Any], path: str, faults: Faults) -> None:
    if "min" in extras and "max" in extras and extras["min"] > extras["max"]:
        faults.add(f"{path}.max", gettext_noop("Expected a number not below min"))


def _check_default(extras: dict[str, Any], data_type: str, path: str, faults: Faults) -> None:
    if "defaultValue" not in extras or faults:
        return
    bounds = {name: value for name, value in extras.items() if name != "defaultValue"}
    try:
        extras["defaultValue"], _ = read_value(Variable("value", "", data_type, extras=bounds), extras["defaultValue"])
    except Mismatch as mismatch:
        faults.add(f"{path}.defaultValue", str(mismatch))


def _number(given: object) -> str | None:
    return None if is_finite_number(given) else gettext_noop("Expected a number")


def _flag(given: object) -> str | None:
    return None if isinstance(given, bool) else gettext_noop("Expected true or false")


def _description(given: object) -> str | None:
    is_fine = isinstance(given, str) and len(given) <= DESCRIPTION_LIMIT and not has_unstorable(given)
    return None if is_fine else filled("Expected a text of at most {most} characters", most=DESCRIPTION_LIMIT)


def _scalar(given: object) -> str | None:
    if isinstance(given, bool) or is_finite_number(given):
        return None
    is_fine = isinstance(given, str) and len(given) <= SCALAR_LIMIT and not has_unstorable(given)
    return (
        None
        if is_fine
        else filled("Expected a text of at most {most} characters, a number, true or false", most=SCALAR_LIMIT)
    )


def _expression(given: object) -> str | None:
    if not isinstance(given, str):
        return gettext_noop("Expected an expression such as items[].qty * items[].price")
    try:
        parse(given)
    except ExpressionError as error:
        return error.message
    return None


CHECKS: dict[str, Callable[[object], str | None]] = {
    "description": _description,
    "integer": _flag,
    "min": _number,
    "max": _number,
    "pattern": pattern_fault,
    "defaultValue": _scalar,
    "previewData": _scalar,
    "computed": _expression,
}
ONLY_FOR = {"integer": NUMERIC, "min": NUMERIC, "max": NUMERIC, "pattern": TEXTUAL}

"""Formats: how a checked value becomes the words a reader sees, in the locale and time zone of the render.

FORMAT := currency:EUR (also money:EUR) | number[:decimals] | percent[:decimals]
        | date[:WHEN] | datetime[:WHEN] | text:upper|lower|title | boolean:Yes|No
WHEN   := short|medium|long|full, or a pattern of YYYY YY MMMM MMM MM M DD D dddd ddd HH H hh h mm ss A and punctuation.
Percent shows 0.19 as 19 %.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from babel.numbers import list_currencies
from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.formats.moments import NAMES, moment_writer, parse_moment, pattern_fault
from templates_app.formats.numbers import as_decimal, number_writer
from templates_app.formats.places import (
    direction,
    is_known_locale,
    is_known_timezone,
    language_tag,
    resolve_locale,
    resolve_timezone,
)

__all__ = [
    "FORMAT_LIMIT",
    "as_decimal",
    "direction",
    "format_fault",
    "formatter",
    "grammar_fault",
    "is_known_locale",
    "is_known_timezone",
    "language_tag",
    "parse_moment",
]

FORMAT_LIMIT = 60
DECIMALS_LIMIT = 10
NUMERIC = ("number", "currency")
TEMPORAL = ("date", "datetime")
TEXTUAL = ("text", "longtext", "email", "url")
FAMILIES = {
    "currency": NUMERIC,
    "money": NUMERIC,
    "number": NUMERIC,
    "percent": NUMERIC,
    "date": TEMPORAL,
    "datetime": TEMPORAL,
    "text": TEXTUAL,
    "boolean": ("boolean",),
}
YES_NO = {
    "cs": "Ano|Ne",
    "da": "Ja|Nej",
    "de": "Ja|Nein",
    "en": "Yes|No",
    "es": "Sí|No",
    "fi": "Kyllä|Ei",
    "fr": "Oui|Non",
    "it": "Sì|No",
    "ja": "はい|いいえ",
    "nb": "Ja|Nei",
    "nl": "Ja|Nee",
    "pl": "Tak|Nie",
    "pt": "Sim|Não",
    "ro": "Da|Nu",
    "sv": "Ja|Nej",
    "tr": "Evet|Hay\u0131r",
    "zh": "是|否",
}

Formatter = Callable[[object], str]


def format_fault(fmt: str, data_type: str) -> str | None:
    """What is wrong with a format string for a data type, or None when it can be used."""
    fault, family = grammar_fault(fmt), fmt.partition(":")[0]
    return fault or (
        None
        if data_type in FAMILIES[family]
        else filled("The format {family} does not apply to {data_type}", family=family, data_type=data_type)
    )


@lru_cache(maxsize=1024)
def grammar_fault(fmt: str) -> str | None:
    """What is wrong with a format string whatever it is applied to, or None."""
    family, colon, argument = fmt.partition(":")
    if len(fmt) > FORMAT_LIMIT:
        return filled("A format has at most {most} characters", most=FORMAT_LIMIT)
    if family not in FAMILIES:
        return filled("Unknown format; use one of {known}", known=", ".join(FAMILIES))
    if colon and not argument:
        return filled("The format {family} lacks what follows the colon", family=family)
    return _argument_fault(family, argument)


def _argument_fault(family: str, argument: str) -> str | None:
    if family in ("currency", "money") and argument.upper() not in list_currencies():
        return gettext_noop("A currency format names an ISO 4217 code, such as currency:EUR")
    if family in ("number", "percent") and argument and not _is_decimals(argument):
        return filled(
            "The format {family} takes a number of decimals from 0 to {most}, such as {family}:2",
            family=family,
            most=DECIMALS_LIMIT,
        )
    if family == "text" and argument not in ("upper", "lower", "title"):
        return gettext_noop("The format text takes upper, lower or title")
    if family == "boolean" and argument.count("|") != 1:
        return gettext_noop("The format boolean takes two words, such as boolean:Yes|No")
    if family in TEMPORAL and argument and argument not in NAMES:
        return pattern_fault(argument)
    return None


def _is_decimals(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 2 and int(text) <= DECIMALS_LIMIT


def formatter(data_type: str, fmt: str | None, locale: str, timezone: str = "UTC") -> Formatter:
    """A function from a checked value to its printed text; it never raises and answers '' for None.

    A format that does not fit the data type is ignored, for the locale's own default.
    """
    family, _, argument = (fmt if fmt and not format_fault(fmt, data_type) else "").partition(":")
    place = resolve_locale(locale)
    if data_type in NUMERIC:
        return _reading(as_decimal, number_writer(family or data_type, argument, place))
    if data_type in TEMPORAL:
        return _reading(_as_moment, moment_writer(family or data_type, argument, place, resolve_timezone(timezone)))
    if data_type == "boolean":
        yes, no = (argument or YES_NO.get(place.language, YES_NO["en"])).split("|")
        return lambda value: (yes if value else no) if isinstance(value, bool) else _text(value)
    return _cased(argument)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _as_moment(value: object) -> date | None:
    return parse_moment(value) if isinstance(value, str) else None


def _reading(read: Callable, write: Callable) -> Formatter:
    """Writes what can be read as its type, and anything else as it stands."""

    def show(value: object) -> str:
        known = read(value)
        return _text(value) if known is None else write(known)

    return show


def _cased(case: str) -> Formatter:
    if case == "upper":
        return lambda value: _text(value).upper()
    if case == "lower":
        return lambda value: _text(value).lower()
    if case == "title":
        return lambda value: re.sub(r"(?<!\S)\S", lambda first: first.group().upper(), _text(value))
    return _text

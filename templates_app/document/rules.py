"""Rules: what a value inside a document must be, as a check that answers a fault in words and as JSON Schema."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.fields.kinds import ASSET_ID, URL_LIMIT, is_finite_number, is_link
from templates_app.formats import FORMAT_LIMIT, grammar_fault
from templates_app.keys import ABSOLUTE_KEY, KEY_LIMIT, absolute_key_fault, has_unstorable

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FONT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _-]{0,59}")
ANCHOR = re.compile(r"[A-Za-z0-9_-]{1,64}")
COLUMNS_LIMIT = 50
KEYS_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for a value. Called with one, it answers what is wrong, or None.

    `schema` says the same to other languages in the words of JSON Schema; a `format` in it names a grammar of ours.
    """

    check: Callable[[Any], str | None]
    schema: Mapping[str, Any]

    def __call__(self, value: Any) -> str | None:
        return self.check(value)


def rule(test: Callable[[Any], bool], expected: str, **schema: Any) -> Rule:
    """A rule of a test, and the words for what it expects."""
    return Rule(lambda value: None if test(value) else filled("Expected {wanted}", wanted=expected), schema)


def one_of(*choices: object) -> Rule:
    """Exactly one of the given values, by value and type."""

    def test(value: Any) -> bool:
        return any(type(value) is type(choice) and value == choice for choice in choices)

    return rule(test, filled("one of {known}", known=", ".join(str(choice) for choice in choices)), enum=list(choices))


def whole(low: int, high: int) -> Rule:
    """A whole number within bounds."""

    def test(value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high

    return rule(
        test,
        filled("a whole number from {low} to {high}", low=low, high=high),
        type="integer",
        minimum=low,
        maximum=high,
    )


def number(low: float, high: float) -> Rule:
    """A number within bounds."""

    def test(value: Any) -> bool:
        return is_finite_number(value) and low <= value <= high

    return rule(
        test,
        filled("a number from {low} to {high}", low=f"{low:g}", high=f"{high:g}"),
        type="number",
        minimum=low,
        maximum=high,
    )


def text(limit: int) -> Rule:
    """A text without characters that cannot be stored."""

    def test(value: Any) -> bool:
        return isinstance(value, str) and len(value) <= limit and not has_unstorable(value)

    return rule(test, filled("a text of at most {most} characters", most=limit), type="string", maxLength=limit)


def matching(pattern: re.Pattern[str], expected: str, **schema: Any) -> Rule:
    """A text that a pattern fits from end to end."""

    def test(value: Any) -> bool:
        return isinstance(value, str) and pattern.fullmatch(value) is not None

    letters = pattern.pattern.replace("a-f", "a-fA-F") if pattern.flags & re.IGNORECASE else pattern.pattern
    return rule(test, expected, type="string", pattern=f"^(?:{letters})$", **schema)


def _list_key(value: Any) -> str | None:
    return absolute_key_fault(value) and gettext_noop("Expected the key of a list, such as items or orders[].lines")


def _format(value: Any) -> str | None:
    """Whether the format suits the type is known only with the manifest."""
    return (
        grammar_fault(value)
        if isinstance(value, str) and value
        else gettext_noop("Expected a format such as currency:EUR")
    )


def _are_keys(value: Any) -> bool:
    return isinstance(value, list) and 0 < len(value) <= KEYS_LIMIT and not any(map(absolute_key_fault, value))


def _are_widths(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= COLUMNS_LIMIT and not any(WIDTH(part) for part in value)


KEY_SCHEMA = {"type": "string", "maxLength": KEY_LIMIT, "pattern": f"^(?:{ABSOLUTE_KEY.pattern})$"}
WIDTH = whole(0, 10_000)
flag = rule(lambda value: isinstance(value, bool), gettext_noop("true or false"), type="boolean")
colour = matching(COLOUR, gettext_noop("a colour such as #1f2937"), format="colour")
font = matching(FONT, gettext_noop("the name of a font"), format="font")
asset = matching(ASSET_ID, gettext_noop("the id of an asset"), format="asset")
anchor = matching(ANCHOR, gettext_noop("a name of letters, digits, _ and -"), format="anchor")
key = Rule(absolute_key_fault, {**KEY_SCHEMA, "format": "key"})
keys = rule(
    _are_keys,
    filled("1 to {most} keys such as items[].price", most=KEYS_LIMIT),
    type="array",
    minItems=1,
    maxItems=KEYS_LIMIT,
    items={**KEY_SCHEMA, "format": "key"},
)
list_key = Rule(_list_key, {**KEY_SCHEMA, "format": "list-key"})
format_text = Rule(_format, {"type": "string", "minLength": 1, "maxLength": FORMAT_LIMIT, "format": "value-format"})
link = rule(
    lambda value: isinstance(value, str) and is_link(value),
    gettext_noop("an http, https or mailto link"),
    type="string",
    maxLength=URL_LIMIT,
    pattern="^(?:https?://|mailto:)",
    format="link",
)
column_widths = rule(
    _are_widths, gettext_noop("a list of whole numbers"), type="array", maxItems=COLUMNS_LIMIT, items=dict(WIDTH.schema)
)

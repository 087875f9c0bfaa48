"""Phrases: short texts with values in them, as in `Invoice {{number}} of {{date date:long}}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.speech import filled
from templates_app.document.rules import Rule
from templates_app.fields.uses import Use
from templates_app.keys import has_unstorable, list_of
from templates_app.markup.language import VALUE, Tag, scan


def phrase(limit: int) -> Rule:
    """A rule: a text whose tags are values outside of lists."""

    def check(value: Any) -> str | None:
        if not isinstance(value, str) or len(value) > limit or has_unstorable(value):
            return filled("Expected a text of at most {most} characters", most=limit)
        messages: list[str] = []
        tags = scan(value, messages)
        messages += [tag.says(fault) for tag in tags if (fault := _fault(tag))]
        return messages[0] if messages else None

    return Rule(check, {"type": "string", "maxLength": limit, "format": "phrase"})


def pieces(text: str) -> Iterator[str | Tag]:
    """The texts and the tags of a checked phrase, in order."""
    at = 0
    for tag in scan(text, []):
        yield text[at : tag.start]
        yield tag
        at = tag.end
    yield text[at:]


def uses_in(text: str, place: str) -> list[Use]:
    """What a checked phrase asks for."""
    return [Use(tag.key, place=place, format=tag.format) for tag in scan(text, [])]


def _fault(tag: Tag) -> str:
    if tag.kind != VALUE:
        return gettext_noop("only values are known here")
    return filled("{key} is in a list, and there is no row of it here", key=tag.key) if list_of(tag.key) else ""

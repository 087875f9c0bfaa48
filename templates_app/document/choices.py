"""Choices: what a radio or select field offers to signers, and what is wrong with it, in templates and in requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop

from craftkit.lib.letters import missing
from craftkit.lib.speech import filled
from templates_app.document.rules import rule
from templates_app.keys import has_unstorable

CHOSEN = ("radio", "select")
OPTIONS_LIMIT, OPTION_LIMIT = 50, 100


def _are_options(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= OPTIONS_LIMIT and all(map(_is_option, value))


def _is_option(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= OPTION_LIMIT and not has_unstorable(value)


# How many there must be depends on the kind of the field: a draft may still have too few.
OPTIONS = rule(
    _are_options,
    filled("a list of at most {most} texts of 1 to {longest} characters", most=OPTIONS_LIMIT, longest=OPTION_LIMIT),
    type="array",
    maxItems=OPTIONS_LIMIT,
    items={"type": "string", "minLength": 1, "maxLength": OPTION_LIMIT},
)


def options_fault(kind: str, options: Sequence[str]) -> str:
    """What is wrong with the options of a field of this kind, if anything is."""
    if kind not in CHOSEN:
        return gettext_noop("Only radio and select fields have options.") if options else ""
    if len(options) < 2 or len(set(options)) != len(options):
        return filled("A {kind} field needs 2 to {most} different options.", kind=kind, most=OPTIONS_LIMIT)
    if any(" ".join(option.split()) != option for option in options):
        return gettext_noop("Write each option on one line, with single spaces.")
    lacking = missing("".join(options))
    return filled("These characters cannot be printed: {letters}", letters=lacking[:20]) if lacking else ""

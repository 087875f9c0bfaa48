"""What programs read in English and people in their language: texts that still know what they were filled in with.

A text that was kept is known again by its template: `craftkit.lib.recognition`.
"""

from __future__ import annotations

from django.utils.translation import gettext

from craftkit.lib.errors import AppError, Issues
from craftkit.lib.recognition import INNER, recognised


class Filled(str):
    """An English text made of a template and what stands in it."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, object]


def filled(template: str, **values: object) -> Filled:
    """The text in English; the template is collected for translators, and a value may be filled in itself."""
    text = Filled(template.format(**values))
    text.template, text.values = template, values
    return text


def spoken(what: AppError | str) -> str:
    """An error or a text of one in the reader's language, for pages; what nobody translates stays as it is."""
    text = what.message if isinstance(what, AppError) else what
    if isinstance(text, Filled):
        return gettext(text.template).format(**{name: _inner(name, value) for name, value in text.values.items()})
    return recognised(text) or text


def _inner(name: str, value: object) -> object:
    return spoken(value) if isinstance(value, Filled) or (name in INNER and isinstance(value, str)) else value


def reasons(error: AppError) -> list[str]:
    """What is wrong with the fields, in the reader's language; the message where no field is named."""
    named = error.issues["fieldErrors"] if error.issues else {}
    return [spoken(text) for texts in named.values() for text in texts] or [spoken(error)]


def all_reasons(issues: Issues | None) -> str:
    """Issues in one line of the reader's language: `customer.name: Required; total: Expected a number`."""
    if not issues:
        return ""
    fields = [f"{path}: {', '.join(map(spoken, texts))}" for path, texts in issues["fieldErrors"].items()]
    return "; ".join([*map(spoken, issues["formErrors"]), *fields])

"""What programs read in English and people in their language: texts that still know what they were filled in with."""

from __future__ import annotations

from django.utils.translation import gettext

from craftkit.lib.errors import AppError


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
        values = {name: spoken(value) if isinstance(value, Filled) else value for name, value in text.values.items()}
        return gettext(text.template).format(**values)
    return gettext(text) if text else ""


def reasons(error: AppError) -> list[str]:
    """What is wrong with the fields, in the reader's language; the message where no field is named."""
    named = error.issues["fieldErrors"] if error.issues else {}
    return [spoken(text) for texts in named.values() for text in texts] or [spoken(error)]

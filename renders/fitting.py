"""Data held against a template version: the same check for one render and for the rows of a batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext_noop

from craftkit.lib.errors import field_issues
from craftkit.lib.speech import filled
from templates_app.fields import Checked, InvalidInputData, Manifest, check_data
from templates_app.warnings import RenderWarning


def fitting(manifest: Manifest, data: object, *, strict: bool, unread: Iterable[str] = ()) -> Checked:
    """The data as the version's manifest wants it; `strict` makes every warning an error.

    `unread` are the names of options that there are not: each is a warning as well.
    """
    checked = check_data(manifest, data)
    strange = [_no_option(name) for name in unread]
    checked = replace(checked, warnings=[*checked.warnings, *strange]) if strange else checked
    if strict and checked.warnings:
        raise InvalidInputData(
            gettext_noop("The data gives warnings, and options.strict refuses them."),
            issues=field_issues({warning.path or "data": [warning.message] for warning in checked.warnings}),
        )
    return checked


def _no_option(name: str) -> RenderWarning:
    return RenderWarning(
        "unknown_key", filled("`{name}` is no option of a render and changes nothing.", name=name), f"options.{name}"
    )

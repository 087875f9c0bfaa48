"""Data held against a template version: the same check for one render and for the rows of a batch."""

from __future__ import annotations

from craftkit.lib.errors import field_issues
from templates_app.fields import Checked, InvalidInputData, Manifest, check_data


def fitting(manifest: Manifest, data: object, *, strict: bool) -> Checked:
    """The data as the version's manifest wants it; `strict` makes every warning an error."""
    checked = check_data(manifest, data)
    if strict and checked.warnings:
        raise InvalidInputData(
            "The data gives warnings, and options.strict refuses them.",
            issues=field_issues({warning.path or "data": [warning.message] for warning in checked.warnings}),
        )
    return checked

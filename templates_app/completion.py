"""Completion: the values an editor has, made whole with believable ones, so that an unfinished draft prints too."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_noop

from templates_app.examples import sample_data
from templates_app.fields import Checked, InvalidInputData, Manifest, check_data
from templates_app.fields.faults import about
from templates_app.mocks import mock_data
from templates_app.warnings import RenderWarning

TOP = re.compile(r"[^.\[]+")
NOT_SHOWN = gettext_noop("The sample value does not fit; another one is shown instead.")


def completed(manifest: Manifest, data: dict[str, Any]) -> Checked:
    """The data with what is missing filled in; what does not fit gives way, with a warning, to what does.

    Values that nothing asks for are left out without a word: samples are kept for variables to come.
    """
    believable = sample_data(manifest)
    try:
        return _without_unknown(check_data(manifest, merged(believable, data)))
    except InvalidInputData as refusal:
        faulty = list(refusal.issues["fieldErrors"]) if refusal.issues else []
    tops = {found.group() for path in faulty if (found := TOP.match(path))}
    fitting = {name: value for name, value in data.items() if name not in tops and name.partition(".")[0] not in tops}
    checked = _without_unknown(check_data(manifest, merged(believable, fitting)))
    notes = [RenderWarning("sample_unfit", about(path, NOT_SHOWN), path=path) for path in faulty[:20]]
    return Checked(checked.values, [*notes, *checked.warnings])


def trial(manifest: Manifest, sample: dict[str, Any], *, locale: str) -> dict[str, Any]:
    """Data for a document to try: the samples where they suffice, else made-up values for what they leave open."""
    mock = mock_data(manifest, locale=locale)
    candidates = (sample, merged(mock, sample)) if sample else ()
    return next((data for data in candidates if _fits(manifest, data)), mock)


def _fits(manifest: Manifest, data: dict[str, Any]) -> bool:
    try:
        check_data(manifest, data)
    except InvalidInputData:
        return False
    return True


def _without_unknown(checked: Checked) -> Checked:
    return Checked(checked.values, [warning for warning in checked.warnings if warning.code != "unknown_key"])


def merged(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Both, nested; dotted keys of the upper one are spread, and lists are taken whole."""
    found = dict(under)
    for key, value in over.items():
        name, _, rest = key.partition(".")
        value = {rest: value} if rest else value
        below = found.get(name)
        found[name] = merged(below if isinstance(below, dict) else {}, value) if isinstance(value, dict) else value
    return found

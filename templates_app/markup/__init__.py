"""Markup: templates written by hand in HTML and CSS, with a small language for values; nothing runs, nothing loads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop

from templates_app.fields.faults import Faults
from templates_app.fields.uses import Use
from templates_app.keys import has_unstorable
from templates_app.markup.scoping import Knows, closed_lists, uses_of
from templates_app.markup.source import prepare
from templates_app.markup.styles import stylesheet_faults

__all__ = ["check_markup", "declared_in"]


def check_markup(content: Mapping[str, Any], path: str, faults: Faults, knows: Knows) -> list[Use]:
    """Adds the faults of an envelope's `html` and `css` below `path`; answers every place that wants a value."""
    html, css = content.get("html"), content.get("css")
    if css is not None and (not isinstance(css, str) or has_unstorable(css)):
        faults.add(f"{path}/css", gettext_noop("Expected a text"))
    else:
        for message in stylesheet_faults(css or ""):
            faults.add(f"{path}/css", message)
    if not isinstance(html, str) or has_unstorable(html):
        faults.add(f"{path}/html", gettext_noop("Expected a text"))
        return []
    prepared = prepare(html)
    for message in (*prepared.faults, *closed_lists(prepared.parts, knows)):
        faults.add(f"{path}/html", message)
    return list(uses_of(prepared.parts, knows, f"{path}/html"))


def declared_in(content: Mapping[str, Any]) -> Knows:
    """Whether a key is declared in an envelope's own `variables` or `loops`."""
    known = {*_keys(content.get("variables")), *_keys(content.get("loops"))}
    return known.__contains__


def _keys(declared: object) -> list[str]:
    return [str(key) for key in declared] if isinstance(declared, dict) else []

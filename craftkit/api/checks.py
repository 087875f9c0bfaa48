"""Start-up checks: every API door says who may enter, and the settings fit together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import Error, Warning, register
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver


@register()
def every_door_declares_its_keys(**_: Any) -> list[Error]:
    """An API view without `allowed` would be open or shut by accident."""
    return [
        Error(f"{view.__name__} does not declare `allowed`.", obj=view, id="craftkit.E001")
        for view in api_views(get_resolver())
        if not hasattr(view, "allowed")
    ]


@register()
def settings_fit(**_: Any) -> list[Error | Warning]:
    """Settings that are fine alone and wrong together."""
    found: list[Error | Warning] = []
    if settings.ADMIN_KEY and len(settings.ADMIN_KEY) < 24:
        found.append(Error("CRAFTKIT_ADMIN_KEY needs 24 characters or more.", id="craftkit.E002"))
    if not settings.CHROMIUM_SANDBOX:
        text = "CRAFTKIT_CHROMIUM_SANDBOX is off: a hole in the browser would open this machine to template authors."
        found.append(Warning(text, id="craftkit.W001"))
    return found


def api_views(resolver: URLResolver) -> Iterator[Any]:
    """The DRF view classes of all routes of ours."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from api_views(entry)
            continue
        view = getattr(entry.callback, "cls", None) if isinstance(entry, URLPattern) else None
        if view is not None:
            yield view

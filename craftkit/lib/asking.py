"""Which request is being answered on this thread, for what is written down about who did something and from where."""

from __future__ import annotations

from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

_current: ContextVar[HttpRequest | None] = ContextVar("asking_request", default=None)


def begin(request: HttpRequest) -> None:
    """The request that is answered from now on."""
    _current.set(request)


def end() -> None:
    """It is answered: what this thread does next is nobody's request."""
    _current.set(None)


def current() -> HttpRequest | None:
    """The request at hand; None in workers and commands."""
    return _current.get()


def address(request: HttpRequest) -> str:
    """The client's address as the outermost trusted proxy saw it; a header of the client's own gains nothing."""
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(forwarded) >= trusted:
        return forwarded[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))

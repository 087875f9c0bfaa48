"""A visitor's cookies for one form link: the pass, void with its password, and the name that kept answers go by."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from craftkit.lib import keys
from embed.models import FormLink

SALT = "embed.form-pass"
LIFE_SECONDS = 12 * 3600
VISITOR_SALT = "embed.form-visitor"
VISITOR_SECONDS = 7 * 24 * 3600


def name_of(link: FormLink) -> str:
    """The cookie's name."""
    return f"form_{link.pk.hex}"


def mark_of(link: FormLink) -> str:
    """What the pass holds: it is another one once the password is another one."""
    return keys.digest(f"{link.pk}:{link.password_hash}", settings.SECRET_KEY)


def is_shown(request: HttpRequest, link: FormLink) -> bool:
    """Whether the visitor gave the link's present password before."""
    try:
        kept = signing.loads(request.COOKIES.get(name_of(link), ""), salt=SALT, max_age=LIFE_SECONDS)
    except signing.BadSignature:
        return False
    return kept == mark_of(link)


def hand_out(response: HttpResponseBase, link: FormLink, token: str) -> None:
    """Give the pass to the visitor's browser."""
    _set(response, token, name_of(link), signing.dumps(mark_of(link), salt=SALT), LIFE_SECONDS)


def visitor_of(request: HttpRequest, link: FormLink) -> str:
    """Who was at this link from that browser lately; empty for nobody."""
    try:
        found = signing.loads(request.COOKIES.get(f"{name_of(link)}_visitor", ""), salt=VISITOR_SALT + link.pk.hex)
    except signing.BadSignature:
        return ""
    return str(found)


def remember(response: HttpResponseBase, link: FormLink, token: str, visitor: str) -> None:
    """Let that browser find the visitor's kept answers again."""
    named = signing.dumps(visitor, salt=VISITOR_SALT + link.pk.hex)
    _set(response, token, f"{name_of(link)}_visitor", named, VISITOR_SECONDS)


def _set(response: HttpResponseBase, token: str, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path=reverse("public-form", args=[token]),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )

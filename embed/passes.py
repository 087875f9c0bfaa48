"""A visitor's pass for one form link: a signed cookie that only this link's addresses get, void with its password."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from craftkit.lib import keys
from embed.models import FormLink

SALT = "embed.form-pass"
LIFE_SECONDS = 12 * 3600


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
    response.set_cookie(
        name_of(link),
        signing.dumps(mark_of(link), salt=SALT),
        max_age=LIFE_SECONDS,
        path=reverse("public-form", args=[token]),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )

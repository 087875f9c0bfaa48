"""A visitor's pass for one share: a signed cookie that only this share's addresses get."""

from __future__ import annotations

import time
from dataclasses import replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from sharing.gates import Pass
from sharing.models import Share

SALT = "sharing.pass"
LIFE_SECONDS = 12 * 3600


def name_of(share: Share) -> str:
    """The cookie's name."""
    return f"share_{share.pk.hex}"


def shown_by(request: HttpRequest, share: Share) -> Pass:
    """What the visitor has shown before; an empty pass for a forged or old cookie."""
    try:
        kept = signing.loads(request.COOKIES.get(name_of(share), ""), salt=SALT, max_age=LIFE_SECONDS)
    except signing.BadSignature:
        return Pass()
    share_id, since, has_password, email, is_counted = kept
    return Pass(since, has_password, email, is_counted) if share_id == share.pk.hex else Pass()


def begun(shown: Pass) -> Pass:
    """The pass with the moment that it begins."""
    return shown if shown.since else replace(shown, since=int(time.time()))


def hand_out(response: HttpResponseBase, share: Share, token: str, shown: Pass) -> None:
    """Give the pass to the visitor's browser."""
    kept = [share.pk.hex, shown.since, shown.has_password, shown.email, shown.is_counted]
    response.set_cookie(
        name_of(share),
        signing.dumps(kept, salt=SALT),
        max_age=LIFE_SECONDS,
        path=reverse("share-page", args=[token]),
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )

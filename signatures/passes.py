"""What a recipient has shown before (the password, a code): a signed cookie that only this link's addresses get."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from signatures.gates import Pass
from signatures.models import Recipient

SALT = "signatures.pass"
LIFE_SECONDS = 2 * 3600


def name_of(recipient: Recipient) -> str:
    """The cookie's name."""
    return f"sign_{recipient.pk.hex}"


def shown_by(request: HttpRequest, recipient: Recipient) -> Pass:
    """What was shown; an empty pass for a forged or old cookie, and for one of somebody who had the link before."""
    try:
        kept = signing.loads(request.COOKIES.get(name_of(recipient), ""), salt=SALT, max_age=LIFE_SECONDS)
    except signing.BadSignature:
        return Pass()
    digest, has_password, has_code = kept
    return Pass(has_password, has_code) if digest == recipient.token_digest else Pass()


def hand_out(response: HttpResponseBase, recipient: Recipient, token: str, shown: Pass) -> None:
    """Give the pass to the browser; inside another site's page it must be one that goes there."""
    elsewhere = recipient.request.is_embedded and settings.SECURE
    response.set_cookie(
        name_of(recipient),
        signing.dumps([recipient.token_digest, shown.has_password, shown.has_code], salt=SALT),
        max_age=LIFE_SECONDS,
        path=reverse("sign-page", args=[token]),
        secure=settings.SECURE,
        httponly=True,
        samesite="None" if elsewhere else "Lax",
    )

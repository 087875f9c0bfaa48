"""Addresses of signature requests."""

from __future__ import annotations

from django.conf import settings

from signatures.models import Recipient, SignatureRequest


def sign_url(recipient: Recipient) -> str | None:
    """The link of one recipient; None when the install's secret key is not the one that sealed it."""
    token = recipient.token
    return f"{settings.BASE_URL}/sign/{token}" if token else None


def api_url(request: SignatureRequest, part: str) -> str:
    """The address of something of the request in the API."""
    return f"{settings.BASE_URL}/v1/signatures/{request.pk}/{part}"

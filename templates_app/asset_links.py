"""Addresses of pictures for those who have no key: whoever holds one may fetch it, and a document may name it."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core import signing

from templates_app.models import Asset

SALT = "templates_app.asset_links"
PATH = "/pictures/"


def link(asset: Asset) -> str:
    """The address of an asset's bytes, for as long as they are there."""
    return f"{settings.BASE_URL}{PATH}{signing.dumps(asset.pk.hex, salt=SALT)}"


def asset_id_of(address: str) -> uuid.UUID | None:
    """The asset that one of our own addresses names; None for every other address."""
    start = f"{settings.BASE_URL}{PATH}"
    return opened_by(address.removeprefix(start)) if address.startswith(start) else None


def opened_by(token: str) -> uuid.UUID | None:
    """The asset that a token opens; None for a forged one."""
    try:
        return uuid.UUID(hex=signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError):
        return None

"""Secrets that we must be able to read again (webhook and inbound secrets), encrypted at rest."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def seal(text: str, *, key: str = "", purpose: str = "craftkit.secrets") -> str:
    """The text encrypted under a key derived from `key` (the install's secret key by default) for one purpose."""
    return _box(key, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, key: str = "", purpose: str = "craftkit.secrets") -> str | None:
    """The clear text, or None when it was sealed under another key."""
    try:
        return _box(key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(key: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive((key or settings.SECRET_KEY).encode())
    return Fernet(base64.urlsafe_b64encode(derived))

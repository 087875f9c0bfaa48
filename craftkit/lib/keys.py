"""Credentials as text: a readable kind, a public id to look up, a secret, and a checksum that refuses typing errors.

    ck_live_<id:10><secret:32><crc:6>

All base62. The secret has 190 bits, so one keyed hash at rest is enough: there is nothing to guess slowly.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import string
import zlib
from dataclasses import dataclass

ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase
PREFIXES = {
    "live": "ck_live_",
    "test": "ck_test_",
    "account": "ck_acct_",
    "publishable_live": "ck_pk_live_",
    "publishable_test": "ck_pk_test_",
}
ID_LENGTH, SECRET_LENGTH, CHECKSUM_LENGTH = 10, 32, 6
SHOWN_CHARACTERS = 5
BODY = re.compile(r"[0-9A-Za-z]{48}")


@dataclass(frozen=True)
class Key:
    """A credential in clear: `text` is what the client sends, `public_id` finds its row."""

    kind: str
    text: str
    public_id: str

    @property
    def shown_prefix(self) -> str:
        """What may be shown later: the kind and the first five characters."""
        return self.text[: len(PREFIXES[self.kind]) + SHOWN_CHARACTERS]


def mint(kind: str) -> Key:
    """A new random key of a kind named in PREFIXES."""
    public_id = _random(ID_LENGTH)
    unsigned = PREFIXES[kind] + public_id + _random(SECRET_LENGTH)
    return Key(kind, unsigned + _checksum(unsigned), public_id)


def parse(text: str) -> Key | None:
    """The key that a client sent, or None when its shape or its checksum is wrong; asks no database."""
    for kind, prefix in PREFIXES.items():
        body = text.removeprefix(prefix)
        if body == text or not BODY.fullmatch(body):
            continue
        if not hmac.compare_digest(text[-CHECKSUM_LENGTH:], _checksum(text[:-CHECKSUM_LENGTH])):
            return None
        return Key(kind, text, body[:ID_LENGTH])
    return None


def digest(text: str, pepper: str) -> str:
    """The keyed hash that is stored instead of a credential (64 hex characters)."""
    return hmac.new(pepper.encode(), text.encode(), hashlib.sha256).hexdigest()


def random_token(prefix: str) -> str:
    """An opaque capability: the prefix and 32 random base62 characters."""
    return prefix + _random(SECRET_LENGTH)


def _random(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def _checksum(text: str) -> str:
    number = zlib.crc32(text.encode())
    out = ""
    for _ in range(CHECKSUM_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        out = ALPHABET[rest] + out
    return out

"""Session tokens: Ed25519-signed JWTs, their keys, and the one strict way to read them back."""

from __future__ import annotations

import base64
import re
import secrets
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "EdDSA"
HEADER = {"alg", "typ", "kid"}
REQUIRED = ["iss", "aud", "sub", "jti", "iat", "nbf", "exp", "ck"]
MOST_CHARACTERS = 8192
LEEWAY_SECONDS = 2
LONGEST_SECONDS = 4 * 3600
SHAPE = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
KID = re.compile(r"[A-Za-z0-9_-]{8,40}")


class BadToken(Exception):
    """Not a token of ours, or not any more."""


def new_key() -> tuple[str, str, str]:
    """A new key: its kid, the private half for the safe, the public half, both in base64url."""
    private = Ed25519PrivateKey.generate()
    return (
        f"ek_{secrets.token_hex(8)}",
        _text(private.private_bytes_raw()),
        _text(private.public_key().public_bytes_raw()),
    )


def sign(claims: dict[str, Any], *, kid: str, private: str) -> str:
    """The token."""
    key = Ed25519PrivateKey.from_private_bytes(_bytes(private))
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": kid})


def kid_of(token: str) -> str:
    """The key that the token says it was signed with. Raises BadToken for what cannot be one of ours."""
    if len(token) > MOST_CHARACTERS or not SHAPE.fullmatch(token):
        raise BadToken
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError):
        raise BadToken from None
    kid = header.get("kid")
    is_ours = set(header) <= HEADER and header.get("alg") == ALGORITHM and header.get("typ") == "JWT"
    if not is_ours or not isinstance(kid, str) or not KID.fullmatch(kid):
        raise BadToken
    return kid


def read(token: str, *, public: str, audience: str, is_over_fine: bool = False) -> dict[str, Any]:
    """The claims of a genuine token whose time it is, or was where that is fine. Raises BadToken."""
    key = Ed25519PublicKey.from_public_bytes(_bytes(public))
    options: Any = {"require": REQUIRED, "strict_aud": True, "verify_exp": not is_over_fine}
    try:
        claims = jwt.decode(
            token, key, algorithms=[ALGORITHM], audience=audience, leeway=LEEWAY_SECONDS, options=options
        )
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        raise BadToken from None
    times = [claims[name] for name in ("iat", "nbf", "exp")]
    if not all(isinstance(moment, int) and not isinstance(moment, bool) for moment in times):
        raise BadToken
    if (
        claims["exp"] - claims["iat"] > LONGEST_SECONDS
        or _text(_bytes(token.rpartition(".")[2])) != token.rpartition(".")[2]
    ):
        raise BadToken
    return claims


def as_jwk(kid: str, public: str) -> dict[str, str]:
    """The public half as RFC 8037 writes it."""
    return {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": ALGORITHM, "kid": kid, "x": public}


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))

"""Tokens: sealing keys that never leave a smart card or a security module, by way of PKCS#11."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import Lock

from asn1crypto import x509
from django.utils.translation import gettext_noop
from pkcs11 import Session
from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

from craftkit.lib.errors import Unavailable
from craftkit.lib.speech import filled

# A process logs in to a token once; who comes meanwhile waits.
DOOR = Lock()


class TokenUnavailable(Unavailable):
    """The token is not plugged in, does not open, or has no such key; the next attempt may find it."""

    code = "seal_token_unavailable"
    message = gettext_noop("The token with the sealing key cannot be used")


@dataclass(frozen=True)
class Token:
    """Where the key is: the maker's library, the token's label, its PIN, and the label of key and certificate."""

    module: str
    label: str
    pin: str
    key: str


@contextmanager
def signer_of(token: Token) -> Iterator[PKCS11Signer]:
    """A signer for as long as the block lasts. Raises TokenUnavailable, also for what fails inside."""
    try:
        with DOOR, _session(token) as session:
            certificate = _signer(session, token).signing_cert
            # Tokens sign with elliptic curves in the plain way alone.
            raw = certificate.public_key.algorithm == "ec"
            yield _signer(session, token, certificate=certificate, use_raw_mechanism=raw)
    except PKCS11Error as error:
        raise TokenUnavailable(
            filled(
                "The token with the sealing key cannot be used ({detail}).", detail=str(error or type(error).__name__)
            )
        ) from error


def _session(token: Token) -> Session:
    wanted = TokenCriteria(label=token.label) if token.label else None
    return open_pkcs11_session(token.module, token_criteria=wanted, user_pin=token.pin or None)


def _signer(
    session: Session, token: Token, *, certificate: x509.Certificate | None = None, use_raw_mechanism: bool = False
) -> PKCS11Signer:
    """With all certificates of the token at hand, so that the chain goes into the seal."""
    return PKCS11Signer(
        session,
        cert_label=token.key,
        key_label=token.key,
        signing_cert=certificate,
        other_certs_to_pull=None,
        use_raw_mechanism=use_raw_mechanism,
    )


@cache
def certificate_of(token: Token) -> bytes:
    """The certificate of the key. Raises TokenUnavailable."""
    with signer_of(token) as signer:
        return bytes(signer.signing_cert.dump())

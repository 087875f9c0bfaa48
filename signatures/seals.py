"""What this install seals with: the certificate that the settings name, else one that it made for itself."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from craftkit.lib import sealed
from craftkit.lib.errors import AppError
from signatures.models import SealKey
from signatures.pades import Seal
from signatures.smartcards import Token, certificate_of

PURPOSE = "craftkit.seal-key"
SELF_SIGNED = "Craftkit seal, self-signed: proves no identity"
YEARS, BITS = 10, 3072


class SealKeyLost(AppError):
    """The key was encrypted under another secret key."""

    code = "seal_key_lost"
    message = gettext_noop(
        "The key that seals documents cannot be read: CRAFTKIT_SECRET_KEY is another one than when it was made. "
        "Set the old one again, or name a certificate in SIGNATURE_CERTIFICATE."
    )


def current() -> Seal:
    """What is sealed with now, noted so that it is known later. Raises SealKeyLost and TokenUnavailable."""
    seal = from_token() or from_pkcs12() or generated()
    return replace(seal, tsa_url=settings.SIGNATURE_TSA_URL, level=settings.SIGNATURE_LEVEL, roots=trust_roots())


def refuse_unreadable() -> None:
    """At the start: ImproperlyConfigured, which names the setting, for files that are not what they should be."""
    if settings.SIGNATURE_PKCS11_MODULE and not Path(settings.SIGNATURE_PKCS11_MODULE).is_file():
        raise ImproperlyConfigured("SIGNATURE_PKCS11_MODULE names no file.")
    if settings.SIGNATURE_CERTIFICATE:
        _read_pkcs12(settings.SIGNATURE_CERTIFICATE, settings.SIGNATURE_CERTIFICATE_PASSWORD)
    trust_roots()


def trust_roots() -> tuple[bytes, ...]:
    """The certificates at the top of the chains, needed for the levels that last."""
    if not settings.SIGNATURE_TRUST_ROOTS:
        return ()
    try:
        found = x509.load_pem_x509_certificates(Path(settings.SIGNATURE_TRUST_ROOTS).read_bytes())
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"SIGNATURE_TRUST_ROOTS cannot be read: {error}.") from None
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)


def from_token() -> Seal | None:
    """The seal whose key is on the token that the settings name; None when they name none. Raises TokenUnavailable."""
    if not settings.SIGNATURE_PKCS11_MODULE:
        return None
    token = Token(
        module=settings.SIGNATURE_PKCS11_MODULE,
        label=settings.SIGNATURE_PKCS11_TOKEN,
        pin=settings.SIGNATURE_PKCS11_PIN,
        key=settings.SIGNATURE_PKCS11_KEY,
    )
    seal = Seal(certificate=certificate_of(token), token=token)
    note(seal, SealKey.Source.PKCS11)
    return seal


def from_pkcs12() -> Seal | None:
    """The seal of the file that the settings name; None when they name none."""
    if not settings.SIGNATURE_CERTIFICATE:
        return None
    seal = _read_pkcs12(settings.SIGNATURE_CERTIFICATE, settings.SIGNATURE_CERTIFICATE_PASSWORD)
    note(seal, SealKey.Source.PKCS12)
    return seal


@cache
def _read_pkcs12(path: str, password: str) -> Seal:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(Path(path).read_bytes(), password.encode() or None)
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"SIGNATURE_CERTIFICATE cannot be read: {error}.") from None
    if key is None or certificate is None:
        raise ImproperlyConfigured("SIGNATURE_CERTIFICATE must hold a certificate and its key.")
    return Seal(
        certificate=certificate.public_bytes(Encoding.DER),
        key=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        chain=tuple(other.public_bytes(Encoding.DER) for other in others),
    )


def generated() -> Seal:
    """The install's own seal, made when it is first needed."""
    row = SealKey.objects.filter(source=SealKey.Source.GENERATED).first() or _generate()
    text = sealed.unseal(row.key_sealed, purpose=PURPOSE)
    if text is None:
        raise SealKeyLost
    key = load_pem_private_key(text.encode(), password=None)
    certificate = x509.load_pem_x509_certificate(row.certificate.encode())
    return Seal(
        certificate=certificate.public_bytes(Encoding.DER),
        key=key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
    )


def _generate() -> SealKey:
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    certificate = self_signed(key, SELF_SIGNED)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    row = row_of(certificate, SealKey.Source.GENERATED)
    row.key_sealed = sealed.seal(pem, purpose=PURPOSE)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return SealKey.objects.get(source=SealKey.Source.GENERATED)
    return row


def self_signed(key: rsa.RSAPrivateKey, subject: str, *, now: datetime | None = None) -> x509.Certificate:
    """A certificate for the key that vouches only for itself."""
    begins, name = now or datetime.now(UTC), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"), False
    ) | {"encipher_only": False, "decipher_only": False, "digital_signature": True, "content_commitment": True}
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins - timedelta(minutes=5))
        .not_valid_after(begins + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .sign(key, SHA256())
    )


def row_of(certificate: x509.Certificate, source: str) -> SealKey:
    """The row of a certificate, not yet kept."""
    der = certificate.public_bytes(Encoding.DER)
    return SealKey(
        fingerprint=hashlib.sha256(der).hexdigest(),
        source=source,
        subject=certificate.subject.rfc4514_string()[:400],
        certificate=certificate.public_bytes(Encoding.PEM).decode(),
    )


def note(seal: Seal, source: str) -> None:
    """Keep the certificate, so that what it sealed is known when another one is in use."""
    row = row_of(x509.load_der_x509_certificate(seal.certificate), source)
    facts = {"source": row.source, "subject": row.subject, "certificate": row.certificate}
    SealKey.objects.get_or_create(fingerprint=row.fingerprint, defaults=facts)


def as_pkcs12(key: rsa.RSAPrivateKey, certificate: x509.Certificate, password: str) -> bytes:
    """Both in one file, as authorities hand them out."""
    lock = BestAvailableEncryption(password.encode())
    return pkcs12.serialize_key_and_certificates(b"seal", key, certificate, None, lock)

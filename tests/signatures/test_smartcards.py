"""Sealing keys on a token: a software module stands in for the hardware, and the key never leaves it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key

from craftkit.lib.storage import from_settings
from signatures import pades, sealing, seals, smartcards, verdicts
from signatures.models import SealKey
from tests.signatures.authorities import Key, open_authority, rsa_key
from tests.signatures.conftest import asked, printer, recipient, sealed, sign

PIN = "1234"
LIBRARIES = [
    Path("/usr/lib/softhsm/libsofthsm2.so"),
    *Path("/usr/lib").glob("*/softhsm/libsofthsm2.so"),
    *Path("/usr/lib").glob("*/libsofthsm2.so"),
]


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> Iterator[str]:
    """The module with one token; it reads where that is when it is first used in the process."""
    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "conf")
    making = ["softhsm2-util", "--init-token", "--free", "--label", "Northwind", "--pin", PIN, "--so-pin", PIN]
    subprocess.run(making, check=True, capture_output=True)
    module = str(next(path for path in LIBRARIES if path.exists()))
    with open_authority() as authority:
        put(module, "rsa", rsa_key("token"), authority)
        put(module, "curve", ec.generate_private_key(ec.SECP256R1()), authority)
    yield module
    del os.environ["SOFTHSM2_CONF"]


def put(module: str, label: str, key: Key, authority) -> None:
    """A key and its certificate on the token."""
    der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    kept = decode_rsa_private_key(der) if isinstance(key, rsa.RSAPrivateKey) else decode_ec_private_key(der)
    kept |= {pkcs11.Attribute.LABEL: label, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.SENSITIVE: True}
    kept |= {pkcs11.Attribute.SIGN: True, pkcs11.Attribute.EXTRACTABLE: False}
    certificate = authority.issue(f"Northwind {label}", key.public_key())
    with pkcs11.lib(module).get_token(token_label="Northwind").open(rw=True, user_pin=PIN) as session:
        session.create_object(kept)
        session.create_object(
            {
                pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE,
                pkcs11.Attribute.CERTIFICATE_TYPE: pkcs11.CertificateType.X_509,
                pkcs11.Attribute.TOKEN: True,
                pkcs11.Attribute.LABEL: label,
                pkcs11.Attribute.SUBJECT: certificate.subject.public_bytes(),
                pkcs11.Attribute.VALUE: certificate.public_bytes(Encoding.DER),
            }
        )


@pytest.fixture
def token(settings, library):
    """The settings of an install with that token."""
    settings.SIGNATURE_PKCS11_MODULE = library
    settings.SIGNATURE_PKCS11_TOKEN = "Northwind"
    settings.SIGNATURE_PKCS11_PIN = PIN
    settings.SIGNATURE_PKCS11_KEY = "rsa"
    smartcards.certificate_of.cache_clear()
    return settings


@pytest.mark.parametrize("key", ["rsa", "curve"])
def test_a_key_on_a_token_seals(document, token, key, tmp_path):
    token.SIGNATURE_PKCS11_KEY = key
    seals.refuse_unreadable()

    request = sealed(asked(document))

    data = from_settings().get(request.signed_key)
    verdict = pades.inspect(data)
    (tmp_path / "signed.pdf").write_bytes(data)
    said = subprocess.run(["pdfsig", "-nocert", tmp_path / "signed.pdf"], capture_output=True, text=True, check=True)
    assert (verdict.is_intact, verdict.level) == (True, "B-B")
    assert f"Northwind {key}" in verdict.subject
    assert verdicts.judge(data).is_intact
    assert "Signature is Valid" in said.stdout
    assert SealKey.objects.get(source="pkcs11").key_sealed == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SIGNATURE_PKCS11_PIN", "4321"),
        ("SIGNATURE_PKCS11_TOKEN", "Southwind"),
        ("SIGNATURE_PKCS11_KEY", "none"),
        ("SIGNATURE_PKCS11_MODULE", __file__),
    ],
)
def test_a_token_that_does_not_open_only_delays_the_seal(document, token, name, value):
    request = asked(document)
    sign(recipient(request))
    right = getattr(token, name)
    setattr(token, name, value)

    sealing.serve_next(worker="test", store=from_settings(), printer=printer)
    request.refresh_from_db()
    waits = (request.status, request.error_message)
    setattr(token, name, right)
    request.sealing.__class__.objects.update(next_attempt_at="2026-01-01T00:00:00Z")
    sealing.serve_next(worker="test", store=from_settings(), printer=printer)

    request.refresh_from_db()
    assert waits[0] == "sealing"
    assert "token" in waits[1]
    assert request.status == "completed"

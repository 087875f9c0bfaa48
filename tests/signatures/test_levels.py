"""How far seals go: certificates from outside, time stamps over HTTP, evidence for years; and what happens without."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.exceptions import ImproperlyConfigured
from django.db.models.functions import Now
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore

from craftkit.lib.storage import from_settings
from signatures import pades, sealing, seals, verdicts
from signatures.models import Sealing, SealKey, SignatureRequest
from tests.signatures.authorities import PASSWORD, Authority, open_authority
from tests.signatures.conftest import asked, pdf_bytes, printer, recipient, sealed, sign


@pytest.fixture
def authority(settings, tmp_path):
    """An authority whose certificate this install seals with, and whose stamps it takes."""
    with open_authority() as desk:
        settings.SIGNATURE_CERTIFICATE = str(desk.pkcs12(tmp_path))
        settings.SIGNATURE_CERTIFICATE_PASSWORD = PASSWORD
        settings.SIGNATURE_TSA_URL = f"{desk.address}/tsa"
        settings.SIGNATURE_TRUST_ROOTS = str(desk.roots(tmp_path))
        settings.SIGNATURE_LEVEL = "B-T"
        yield desk


def files_of(request: SignatureRequest) -> tuple[bytes, bytes]:
    """The sealed PDF and the certificate."""
    return from_settings().get(request.signed_key), from_settings().get(request.certificate_key)


def trusts(authority: Authority, data: bytes) -> bool:
    """Whether pyHanko trusts the PDF with what is in it alone: it knows the root, and can fetch nothing."""
    reader = PdfFileReader(BytesIO(data))
    root = asn1_x509.Certificate.load(authority.root.public_bytes(Encoding.DER))
    known = {"trust_roots": [root], "allow_fetching": False, "revocation_mode": "hard-fail"}
    context = DocumentSecurityStore.read_dss(reader).as_validation_context(known)
    found = reader.embedded_regular_signatures[0]
    stamps = [validate_pdf_timestamp(one, context) for one in reader.embedded_timestamp_signatures]
    told = validate_pdf_signature(found, context, context)
    return told.bottom_line and all(stamp.intact and stamp.valid and stamp.trusted for stamp in stamps)


def serve() -> bool:
    """What a worker does; a sealing that waits is due at once."""
    Sealing.objects.update(next_attempt_at=Now())
    return sealing.serve_next(worker="test", store=from_settings(), printer=printer)


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LT", "B-LTA"])
def test_the_seal_is_of_the_level_that_is_set(document, authority, settings, level):
    settings.SIGNATURE_LEVEL = level

    request = sealed(asked(document))

    assert request.seal_level == level
    for data in files_of(request):
        verdict = pades.inspect(data)
        assert (verdict.is_intact, verdict.level) == (True, level)
        assert "Northwind Ltd" in verdict.subject
    assert verdicts.judge(files_of(request)[0]).is_intact
    assert ("/tsa" in authority.asked) is (level != "B-B")
    assert ({"/crl", "/ocsp"} <= set(authority.asked)) is (level in pades.LASTING)
    assert SealKey.objects.filter(source="pkcs12").count() == 1


@pytest.mark.parametrize("level", pades.LASTING)
def test_lasting_seals_are_trusted_offline(document, authority, settings, level):
    settings.SIGNATURE_LEVEL = level
    signed = files_of(sealed(asked(document)))[0]
    authority.mood = "broken"

    assert trusts(authority, signed)


def test_another_program_trusts_a_stamped_seal(document, authority, tmp_path):
    file = tmp_path / "signed.pdf"
    file.write_bytes(files_of(sealed(asked(document)))[0])

    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=True).stdout

    assert "Signature is Valid" in said
    assert "Total document signed" in said


@pytest.mark.parametrize("mood", ["broken", "chatty", "refusing", "stale"])
def test_whatever_is_no_stamp_counts_as_none(document, authority, mood):
    authority.mood = mood

    with pytest.raises(pades.TimeStampUnavailable):
        pades.sign(pdf_bytes(), seals.current(), reason="", name="")


def test_without_a_stamp_the_document_waits_and_is_sealed_later(document, authority):
    authority.mood = "broken"
    request = asked(document)
    sign(recipient(request))

    for _ in range(4):
        assert serve()
    waiting = SignatureRequest.objects.get(pk=request.pk)
    authority.mood = "well"
    serve()

    assert (waiting.status, waiting.told_status, waiting.signed_key) == ("sealing", "viewed", "")
    assert "time-stamp authority" in waiting.error_message
    request.refresh_from_db()
    assert (request.status, request.seal_level, request.error_message) == ("completed", "B-T", "")
    assert pades.inspect(files_of(request)[0]).has_timestamp


def test_an_authority_that_is_away_delays_too(document, authority, settings):
    settings.SIGNATURE_TSA_URL = "http://127.0.0.1:9/tsa"
    request = asked(document)
    sign(recipient(request))

    serve()

    request.refresh_from_db()
    assert request.status == "sealing"
    assert Sealing.objects.get().attempt == 0


def test_a_revoked_certificate_seals_nothing_that_lasts(document, authority, settings):
    settings.SIGNATURE_LEVEL = "B-LT"
    seal = seals.current()
    authority.revoked = [asn1_x509.Certificate.load(seal.certificate).serial_number]
    request = asked(document)
    sign(recipient(request))

    serve()

    request.refresh_from_db()
    assert (request.status, request.signed_key) == ("sealing", "")


def test_a_seal_below_the_promised_level_is_not_released(document, authority, monkeypatch):
    real = pades.sign
    monkeypatch.setattr(pades, "sign", lambda pdf, seal, **more: real(pdf, replace(seal, level="B-B"), **more))
    request = asked(document)
    sign(recipient(request))

    for _ in range(3):
        serve()

    request.refresh_from_db()
    assert request.status == "failed"
    assert "B-B instead of B-T" in request.error_message


def test_keys_on_elliptic_curves_seal_as_well(document, authority, settings, tmp_path):
    (tmp_path / "ec").mkdir()
    settings.SIGNATURE_CERTIFICATE = str(authority.pkcs12(tmp_path / "ec", ec.generate_private_key(ec.SECP256R1())))

    assert pades.inspect(files_of(sealed(asked(document)))[0]).is_intact


def test_settings_that_cannot_work_stop_the_start(settings, authority, tmp_path: Path):
    seals.refuse_unreadable()
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("nonsense")

    for name, value in (
        ("SIGNATURE_CERTIFICATE_PASSWORD", "another"),
        ("SIGNATURE_CERTIFICATE", str(nonsense)),
        ("SIGNATURE_TRUST_ROOTS", str(nonsense)),
        ("SIGNATURE_PKCS11_MODULE", str(tmp_path)),
    ):
        before = getattr(settings, name)
        setattr(settings, name, value)
        with pytest.raises(ImproperlyConfigured, match="SIGNATURE"):
            seals.refuse_unreadable()
        setattr(settings, name, before)

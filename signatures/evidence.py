"""The evidence of a sealed request: one file that proves offline what was signed, by whom, and that nothing changed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

from craftkit.lib.storage import Store
from signatures import audit, consent
from signatures.answers import snapshot
from signatures.models import SealKey, SignatureRequest
from signatures.pades import inspect

PAPER = Path(__file__).parent / "stationery"
# The oldest date that a zip knows: when it was packed is not part of what is in it.
NO_DATE = (1980, 1, 1, 0, 0, 0)


def bundle(request: SignatureRequest, *, store: Store) -> bytes:
    """The zip: sealed PDF, certificate, audit trail, the seal's public certificate, a program that checks them."""
    signed = store.get(request.signed_key)
    files = {
        "signed.pdf": signed,
        "certificate.pdf": store.get(request.certificate_key),
        "document.pdf": store.get(request.pdf_key),
        "audit.json": json.dumps(trail_of(request), indent=1, ensure_ascii=False).encode(),
        "seal.pem": public_certificate(signed).encode(),
        "verify.py": (PAPER / "check_evidence.py").read_bytes(),
        "README.txt": (PAPER / "evidence.txt").read_bytes(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name, NO_DATE), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def trail_of(request: SignatureRequest) -> dict[str, object]:
    """The audit trail with what is needed to read it."""
    return {
        "requestId": str(request.pk),
        "name": request.name,
        "documentSha256": request.pdf_sha256,
        "signedSha256": request.signed_sha256,
        "certificateSha256": request.certificate_sha256,
        "recipients": [snapshot(one) for one in request.recipients.order_by("position")],
        "consentTexts": consent.TEXTS,
        "count": request.audit_count,
        "head": request.audit_head,
        "entries": audit.entries_of(request),
    }


def public_certificate(signed: bytes) -> str:
    """The certificate that sealed it, as PEM."""
    row = SealKey.objects.filter(fingerprint=inspect(signed).fingerprint).first()
    return row.certificate if row else ""

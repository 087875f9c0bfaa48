"""Files of requests as HTTP answers, read whole before answering, so that a failure is a clean error."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_noop

from craftkit.lib.errors import AppError, Conflict
from craftkit.lib.speech import filled
from craftkit.lib.storage import ObjectMissing, from_settings
from renders.files import content_disposition
from signatures import evidence
from signatures.models import SignatureRequest

WORDS = {
    "signed": gettext_noop("signed PDF"),
    "certificate": gettext_noop("certificate"),
    "evidence": gettext_noop("evidence"),
}
ENDINGS = {"signed": "signed.pdf", "certificate": "certificate.pdf", "evidence": "evidence.zip"}


class FileLost(AppError):
    """The file should be in the storage, and is not."""

    status = 502
    code = "upstream_error"
    message = gettext_noop("The file cannot be read from the storage.")
    permanent = False


def answer(request: SignatureRequest, part: str) -> HttpResponse:
    """A file of a sealed request as an attachment; Conflict until it is there, FileLost when it is not any more."""
    if not request.is_sealed:
        raise Conflict(
            filled(
                "The signature request is {status}, so there is no {part} (yet).",
                status=filled(request.told_status),
                part=filled(WORDS[part]),
            )
        )
    try:
        data = bytes_of(request, part)
    except ObjectMissing:
        raise FileLost from None
    kind = "application/zip" if part == "evidence" else "application/pdf"
    return sent(data, f"{request.pk}-{ENDINGS[part]}", kind=kind)


def bytes_of(request: SignatureRequest, part: str) -> bytes:
    """The file itself."""
    store = from_settings()
    if part == "evidence":
        return evidence.bundle(request, store=store)
    return store.get(request.signed_key if part == "signed" else request.certificate_key)


def sent(data: bytes, name: str, *, kind: str = "application/pdf", disposition: str = "attachment") -> HttpResponse:
    """Bytes that no browser runs and no cache keeps."""
    headers = {
        "Content-Disposition": content_disposition(disposition, name),
        "Content-Length": str(len(data)),
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(data, content_type=kind, headers=headers)

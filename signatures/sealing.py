"""Sealing: from collected values to the sealed PDF and its certificate, under a lease, checked before release."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.lib import speech
from craftkit.lib.errors import AppError
from craftkit.lib.leases import insist
from craftkit.lib.storage import Store, content_key
from renders.previewing import Draft, preview
from signatures import audit, certificate, events, notices, pades, seals
from signatures.conformance import settled
from signatures.filling import Filled, fill
from signatures.models import Field, Sealing, SignatureRequest
from signatures.values import TICKED, TYPED

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 20.0
# While something outside is away, the pauses grow with the time that it has been.
LONGEST_PAUSE_SECONDS = 600.0
WAITS = gettext_noop("Everybody has signed; the seal waits. {reason}")
LEASE_SECONDS = 180.0
CANDIDATES = 5
Printer = Callable[[Draft], bytes]


class SealFault(AppError):
    """The sealed PDF did not pass our own check, or what it is made of is not what was signed."""

    code = "seal_failed"
    message = gettext_noop("The document could not be sealed.")


@dataclass(frozen=True)
class Sealed:
    """Both files, checked, and where they are kept."""

    signed_key: str
    signed_sha256: str
    signed_bytes: int
    certificate_key: str
    certificate_sha256: str
    seal_level: str


def printed(draft: Draft) -> bytes:
    """The certificate by way of the workers' browsers, like every other document; with nothing made up."""
    pdf, warnings = preview(draft)
    unfit = [warning["message"] for warning in warnings if warning["code"] == "sample_unfit"]
    if unfit:
        raise SealFault(speech.filled("The certificate cannot say what it must: {reason}", reason=unfit[0]))
    return pdf


def serve_next(*, worker: str, store: Store, printer: Printer = printed) -> bool:
    """Take the sealing that waits longest and see it through; False when none does."""
    give_up()
    due = Sealing.objects.due().order_by("next_attempt_at").values_list("id", flat=True)
    for sealing_id in list(due[:CANDIDATES]):
        token = Sealing.objects.claim(sealing_id, worker=worker, seconds=LEASE_SECONDS)
        if token:
            work_on(sealing_id, token, store=store, printer=printer)
            return True
    return False


def work_on(sealing_id: uuid.UUID, token: uuid.UUID, *, store: Store, printer: Printer) -> None:
    """Make, check and store; then write the end, if the lease is still held."""
    held = Sealing.objects.held(sealing_id, token)
    sealing = held.select_related("request__project", "request__render__template", "request__render__version").first()
    if sealing is None:
        return
    request = sealing.request
    try:
        made = make(request, store=store, printer=printer)
    except AppError as error:
        stop(sealing, token, error)
    except Exception:
        log.exception("signature.seal_fault", request=str(request.pk))
        stop(sealing, token, SealFault())
    else:
        kept = insist(lambda: complete(sealing, token, made))
        log.info("signature.sealed" if kept else "signature.seal_fenced", request=str(request.pk))


def stop(sealing: Sealing, token: uuid.UUID, error: AppError) -> None:
    """Try again later, or fail the request for good."""
    log.warning("signature.seal_failed", request=str(sealing.request_id), code=error.code, message=error.message)
    if not error.permanent:
        insist(lambda: wait(sealing, token, error.message))
    elif sealing.attempt < sealing.max_attempts and error.code == SealFault.code:
        insist(lambda: Sealing.objects.put_back(sealing.pk, token, seconds=PAUSE_SECONDS))
    else:
        insist(lambda: fail(sealing, token, error.message))


def wait(sealing: Sealing, token: uuid.UUID, message: str) -> bool:
    """Later again, and as often as it takes; the request says what it waits for. Nothing less is sealed meanwhile."""
    waited = (timezone.now() - sealing.created_at).total_seconds()
    pause = min(max(PAUSE_SECONDS, waited / 4), LONGEST_PAUSE_SECONDS)
    with transaction.atomic():
        if not Sealing.objects.put_back(sealing.pk, token, seconds=pause, refund=True):
            return False
        rows = SignatureRequest.objects.filter(pk=sealing.request_id, status=SignatureRequest.Status.SEALING)
        rows.update(error_message=speech.filled(WAITS, reason=message))
    return True


def make(request: SignatureRequest, *, store: Store, printer: Printer) -> Sealed:
    """The sealed PDF and the certificate, stored. Raises AppError; nothing of it is announced."""
    seal = seals.current()
    frozen = store.get(request.pdf_key)
    if hashlib.sha256(frozen).hexdigest() != request.pdf_sha256:
        raise SealFault(gettext_noop("The stored document is not the one that was signed."), code="document_damaged")
    trail = audit.entries_of(request)
    if audit.first_bad(request) is not None:
        raise SealFault(gettext_noop("The audit trail of the request was tampered with."), code="audit_damaged")
    pages = printer(certificate.draft_of(request, trail, seal, store=store))
    body = settled(fill(frozen, values_of(request, store), more=pages))
    signed = under_seal(body, seal, request)
    check(signed, pages=request.pages + page_count(pages), level=seal.level)
    sha256 = hashlib.sha256(signed).hexdigest()
    own = printer(certificate.draft_of(request, trail, seal, store=store, signed=sha256))
    own = under_seal(own, seal, request, vouches=f"; signed PDF {sha256}")
    check(own, pages=None, level=seal.level)
    return kept(request, signed, own, store=store, level=seal.level)


def under_seal(pdf: bytes, seal: pades.Seal, request: SignatureRequest, *, vouches: str = "") -> bytes:
    """The PDF with our signature, which names the request, the end of its trail, and what else it vouches for."""
    reason = f"Craftkit signature request {request.pk}; {audit.vouching(request)}{vouches}"
    return pades.sign(pdf, seal, reason=reason, name=f"Craftkit for {request.project.name}"[:120])


def check(pdf: bytes, *, pages: int | None, level: str) -> None:
    """Our own judgement before release: the seal is as promised and holds for every byte; all pages are there."""
    verdict = pades.inspect(pdf)
    if not verdict.is_intact:
        raise SealFault(speech.filled("The seal does not hold: {reason}", reason=verdict.problem))
    if verdict.level != level:
        raise SealFault(
            speech.filled("The seal is of level {level} instead of {promised}.", level=verdict.level, promised=level)
        )
    if pages is not None and page_count(pdf) != pages:
        raise SealFault(gettext_noop("The sealed document lost pages."))


def page_count(pdf: bytes) -> int:
    """How many pages."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def kept(request: SignatureRequest, signed: bytes, own: bytes, *, store: Store, level: str) -> Sealed:
    """Both files in the store."""
    hashes = [hashlib.sha256(data).hexdigest() for data in (signed, own)]
    keys = [content_key(request.project_id, "signatures", sha256, ".pdf") for sha256 in hashes]
    for key, data in zip(keys, (signed, own), strict=True):
        store.put(key, data, content_type="application/pdf")
    return Sealed(keys[0], hashes[0], len(signed), keys[1], hashes[1], level)


def values_of(request: SignatureRequest, store: Store) -> list[Filled]:
    """What stands in the fields."""
    return [filled(field, store) for field in request.fields.order_by("position") if field.is_filled]


def filled(field: Field, store: Store) -> Filled:
    """One field with its value."""
    is_written = field.is_drawn and not field.image_key
    is_ticked = field.kind == Field.Kind.CHECKBOX and field.value == TICKED
    return Filled(
        page=field.page,
        x=field.x,
        y=field.y,
        width=field.width,
        height=field.height,
        text="" if is_ticked or field.image_key else field.value.removeprefix(TYPED),
        image=store.get(field.image_key) if field.image_key else b"",
        is_ticked=is_ticked,
        is_written=is_written,
        face=field.face,
        options=tuple(field.options) if field.kind == Field.Kind.RADIO else (),
        is_printed=field.is_printed,
    )


def complete(sealing: Sealing, token: uuid.UUID, made: Sealed) -> bool:
    """Write the end once: files, the trail's last entry, event and mails; False for a worker whose lease is lost."""
    with transaction.atomic():
        request = SignatureRequest.objects.select_related("project", "render", "created_by").get(pk=sealing.request_id)
        if not Sealing.objects.held(sealing.pk, token).update(status=Sealing.Status.DONE, lease_token=None):
            return False
        ended = {"completed_at": timezone.now(), "error_message": ""}
        if not SignatureRequest.objects.take(request.pk, "seal", **ended, **vars(made)):
            return False
        request.refresh_from_db()
        audit.note(
            request,
            "sealed",
            document=made.signed_sha256,
            certificateSha256=made.certificate_sha256,
            bytes=made.signed_bytes,
            level=made.seal_level,
        )
        events.happened(request, "completed")
        notices.ended(request, notices.COMPLETED)
    return True


def fail(sealing: Sealing, token: uuid.UUID, message: str) -> bool:
    """Give up: the request fails, and says why."""
    with transaction.atomic():
        if not Sealing.objects.held(sealing.pk, token).update(status=Sealing.Status.FAILED, lease_token=None):
            return False
        if SignatureRequest.objects.take(sealing.request_id, "fail", error_message=message):
            request = SignatureRequest.objects.get(pk=sealing.request_id)
            audit.note(request, "failed", message=message)
    return True


def give_up() -> None:
    """Fail what its worker went silent on each time."""
    silent = Sealing.objects.expired().filter(attempt__gte=3)
    for sealing in silent[:CANDIDATES]:
        if sealing.lease_token:
            fail(
                sealing,
                sealing.lease_token,
                gettext_noop("The sealing was given up: its worker stopped answering each time."),
            )

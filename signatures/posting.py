"""What a request is made of: the frozen bytes, its rows, the beginning of its trail, and the first mails."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from django.utils.translation import gettext_noop

from craftkit.accounts.models import User
from craftkit.lib.errors import AppError, PayloadTooLarge
from craftkit.lib.speech import filled
from craftkit.lib.storage import ObjectMissing, content_key, from_settings
from renders.models import Render, RenderQuerySet
from sharing.actions import NotReady
from signatures import audit, events, turns
from signatures.audit import Actor
from signatures.freezing import Frozen, freeze
from signatures.models import Field, Recipient, SignaturePolicy, SignatureRequest
from signatures.wishes import Wishes

MOST_BYTES = 20 * 1024 * 1024
DEFAULT_HOURS = 168


class CreditsExhausted(AppError):
    """The project used up its signature requests."""

    status = 402
    code = "signature_credits_exhausted"
    message = gettext_noop("The project has no signature requests left. Ask whoever runs this install for more.")


class PdfTooLarge(PayloadTooLarge):
    """The PDF is beyond what is signed."""

    message = filled(
        "The PDF is larger than {most} MB, so it cannot be sent for signature.", most=MOST_BYTES // 1024**2
    )


class PdfLost(AppError):
    """The render's file should be in the storage, and is not."""

    status = 502
    code = "upstream_error"
    message = gettext_noop("The document's PDF cannot be read from the storage. Render it again, and send that.")
    permanent = False


class DocumentDeleted(NotReady):
    """Somebody deleted the document, or the time for which it is kept is over."""

    message = gettext_noop("The document was deleted, so there is nothing to sign.")


def refuse_unfinished(render: Render) -> None:
    """NotReady for a render without a PDF."""
    if render.status != Render.Status.SUCCEEDED or not render.pdf_key:
        raise NotReady(gettext_noop("The render has not succeeded, so there is no document to sign."))


def hold(render: Render) -> None:
    """Keep the document until the transaction ends. Raises DocumentDeleted when it is too late for that."""
    # Whoever deletes documents locks their rows first, then looks for requests.
    if not list(kept(render).select_for_update(no_key=True).values_list("pk")):
        raise DocumentDeleted


def kept(render: Render) -> RenderQuerySet:
    """The render while it has its PDF: nobody deleted it, and its time is not over."""
    return Render.objects.alive().filter(pk=render.pk).exclude(pdf_key="")


def frozen_of(render: Render, wishes: Wishes) -> Frozen:
    """The bytes to sign, from the render's own."""
    content = render.version.content
    return freeze(pdf_of(render), content, recipients=wishes.recipients, fields=wishes.fields, tags=wishes.tags)


def pdf_of(render: Render) -> bytes:
    """The render's PDF. Raises PdfTooLarge, PdfLost when the file is not there, DocumentDeleted when it need not be."""
    if (render.pdf_bytes or 0) > MOST_BYTES:
        raise PdfTooLarge
    try:
        data = from_settings().get(render.pdf_key)
    except ObjectMissing:
        raise (PdfLost if kept(render).exists() else DocumentDeleted) from None
    if len(data) > MOST_BYTES:
        raise PdfTooLarge
    return data


def drafted(render: Render, wishes: Wishes, frozen: Frozen) -> SignatureRequest:
    """The request as it will be written."""
    sha256, now = hashlib.sha256(frozen.pdf).hexdigest(), timezone.now()
    hours = wishes.hours or DEFAULT_HOURS
    return SignatureRequest(
        project=render.project,
        env=render.env,
        render=render,
        name=wishes.name or f"Signature request {str(render.pk)[:8]}",
        expiration_hours=hours,
        expires_at=now + timedelta(hours=hours),
        pdf_key=content_key(render.project_id, "signatures", sha256, ".pdf"),
        pdf_sha256=sha256,
        pages=frozen.pages,
        created_at=now,
        **wishes.facts,
    )


def put_down(row: SignatureRequest, wishes: Wishes, frozen: Frozen) -> uuid.UUID:
    """Everything in one transaction: rows, the trail's beginning, the first mails, the event.

    Raises DocumentDeleted, CreditsExhausted.
    """
    hold(row.render)
    if row.env == "live" and not SignaturePolicy.objects.use_credit(row.project):
        raise CreditsExhausted
    row.created_at = free_moment(row)
    row.save(force_insert=True)
    recipients = [recipient_of(row, number, asked) for number, asked in enumerate(wishes.recipients)]
    Recipient.objects.bulk_create(recipients)
    Field.objects.bulk_create(fields_of(row, recipients, frozen))
    people = [f"{one.designation}: {one.name} <{one.email}>" for one in recipients]
    version = row.render.version
    audit.note(
        row,
        "created",
        by=sender_of(row),
        name=row.name,
        recipients=people,
        renderId=str(row.render_id),
        template=row.render.template.slug,
        templateVersion=version.number,
        renderSha256=row.render.pdf_sha256,
    )
    turns.advance(row)
    events.happened(row, "sent")
    return row.pk


def free_moment(row: SignatureRequest) -> datetime:
    """A moment that no other request of the project has: lists are paged by it."""
    moment = row.created_at
    while SignatureRequest.objects.filter(project=row.project, created_at=moment).exists():
        moment += timedelta(microseconds=1)
    return moment


def sender_of(row: SignatureRequest, by: User | None = None) -> Actor:
    """Who sends the request, or does more to it, as the trail names it."""
    member = by or row.created_by
    if member is not None:
        return Actor("sender", f"{row.project.name} ({member.email})")
    return Actor("sender", f"{row.project.name} (API)")


def recipient_of(row: SignatureRequest, number: int, asked: Mapping[str, Any]) -> Recipient:
    """A recipient with a link of its own."""
    recipient = Recipient(
        request=row,
        position=number,
        first_name=asked["firstName"],
        last_name=asked.get("lastName") or "",
        email=asked["email"],
        designation=asked["designation"],
        order=asked.get("order"),
        role=asked.get("role") or "",
    )
    if not recipient.acts:
        recipient.status = Recipient.Status.COPIED
    if asked.get("password"):
        recipient.password_hash = make_password(asked["password"])
    recipient.give_token()
    return recipient


def fields_of(row: SignatureRequest, recipients: Sequence[Recipient], frozen: Frozen) -> list[Field]:
    """The fields, in reading order."""
    places = sorted(frozen.places, key=lambda place: (place.page, round(place.y), place.x))
    return [
        Field(
            request=row,
            recipient=recipients[place.recipient],
            position=number,
            kind=place.kind,
            page=place.page,
            x=place.x,
            y=place.y,
            width=place.width,
            height=place.height,
            is_required=place.is_required,
            label=place.label,
            options=list(place.options),
            is_printed=place.is_printed,
        )
        for number, place in enumerate(places)
    ]

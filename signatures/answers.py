"""Requests and their recipients as the API tells them."""

from __future__ import annotations

from typing import Any

from craftkit.api.times import iso
from signatures.links import api_url, sign_url
from signatures.models import Field, Recipient, SignatureRequest


def full(request: SignatureRequest) -> dict[str, Any]:
    """A request: what is documented first, then what is ours."""
    return {
        "id": str(request.pk),
        "renderId": str(request.render_id),
        "name": request.name,
        "status": request.told_status,
        "recipients": [recipient_of(request, one) for one in request.recipients.order_by("position")],
        "expirationHours": request.expiration_hours,
        "signedDownloadUrl": api_url(request, "download") if request.is_sealed else None,
        "certificateUrl": api_url(request, "certificate") if request.is_sealed else None,
        "errorMessage": request.error_message or None,
        "createdAt": iso(request.created_at),
        "completedAt": iso(request.completed_at),
        "expiresAt": iso(request.expires_at),
        "embedded": request.is_embedded,
        "metadata": request.metadata,
        "documentSha256": request.pdf_sha256,
        "signedSha256": request.signed_sha256 or None,
        "sealLevel": request.seal_level or None,
        "evidenceUrl": api_url(request, "evidence") if request.is_sealed else None,
        "fields": [field_of(field) for field in request.fields.select_related("recipient").order_by("position")],
    }


def recipient_of(request: SignatureRequest, recipient: Recipient) -> dict[str, Any]:
    """A recipient; the link only for requests whose host shows the signing page itself."""
    shows_link = request.is_embedded and recipient.acts
    return {
        **snapshot(recipient),
        "signedAt": iso(recipient.signed_at),
        "declinedAt": iso(recipient.declined_at),
        "viewedAt": iso(recipient.viewed_at),
        "status": recipient.status,
        "role": recipient.role or None,
        "signingUrl": sign_url(recipient) if shows_link else None,
    }


def snapshot(recipient: Recipient) -> dict[str, Any]:
    """A recipient as it was asked for."""
    return {
        "id": str(recipient.pk),
        "firstName": recipient.first_name,
        "lastName": recipient.last_name or None,
        "email": recipient.email,
        "designation": recipient.designation,
        "order": recipient.order,
    }


def field_of(field: Field) -> dict[str, Any]:
    """A field and where it is, in percent of the page from its upper left corner."""
    return {
        "type": field.kind,
        "recipientIndex": field.recipient.position,
        "pageNumber": field.page,
        "x": field.x,
        "y": field.y,
        "width": field.width,
        "height": field.height,
        "required": field.is_required,
        "label": field.label or None,
        "options": field.options or None,
    }

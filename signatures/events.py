"""What the outside is told of a request: the seven `signature.*` events, in the transaction of what they tell."""

from __future__ import annotations

from typing import Any

from signatures.answers import snapshot
from signatures.models import SignatureRequest
from webhooks.actions import publish

NAMES = ("sent", "viewed", "signed", "completed", "declined", "expired", "cancelled")


def happened(request: SignatureRequest, name: str) -> None:
    """Tell of an event; `name` is one of NAMES."""
    payload: dict[str, Any] = {
        "event": f"signature.{name}",
        "signatureRequestId": str(request.pk),
        "renderId": str(request.render_id),
        "status": request.told_status,
    }
    if name == "sent":
        payload["name"] = request.name
        payload["recipients"] = [snapshot(one) for one in request.recipients.order_by("position")]
    if name in {"declined", "cancelled"}:
        payload["reason"] = request.error_message or None
    publish(project=request.project, env=request.env, type=payload["event"], subject_id=request.pk, payload=payload)

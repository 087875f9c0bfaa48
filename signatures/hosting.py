"""What the page of a signing link tells the host whose frame it stands in."""

from __future__ import annotations

from typing import Any

from signatures.frames import origins_of
from signatures.gates import Gate
from signatures.models import Recipient

# What hosts know the ends by; the page's own words go along.
FAULTS = {
    Gate.EXPIRED: "session_expired",
    Gate.CANCELLED: "session_invalid",
    Gate.DECLINED: "session_invalid",
    Gate.FAILED: "session_invalid",
}
OTHERS = {"rate_limited": "rate_limited", "delegated": "session_invalid"}


def hosting_of(recipient: Recipient, gate: Gate, code: str = "") -> dict[str, Any] | None:
    """For a request that hosts show themselves: who may, and how it stands; `code`: of a page that refuses."""
    request = recipient.request
    origins = origins_of(request.project) if request.is_embedded else []
    if not origins:
        return None
    done = recipient.status if recipient.status in {Recipient.Status.SIGNED, Recipient.Status.DECLINED} else None
    fault = FAULTS.get(gate) or OTHERS.get(code)
    return {
        "origins": origins,
        "requestId": str(request.pk),
        "recipientId": str(recipient.pk),
        "state": gate.value,
        "done": done,
        "fault": None if done == Recipient.Status.DECLINED else fault,
    }

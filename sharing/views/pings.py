"""What an open page and an opened mail send back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from limits import RateLimitItemPerMinute

from craftkit.api.throttling import hit
from sharing import actions, beacons
from sharing.models import EngagementEvent, MachineHit, Share
from sharing.views.visitors import Visitor, for_visitors, shut

BEACONS = RateLimitItemPerMinute(240)
# One see-through point.
POINT = bytes.fromhex("47494638396101000100800000000000ffffff21f90401000000002c000000000100010000020144003b")


@csrf_exempt
@require_POST
@for_visitors
def beacon(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """A signal of a page view: its token is the proof that our page sent it, so it needs no form's."""
    if not hit(BEACONS, "share-beacon", visitor.share.pk.hex, visitor.address)[0]:
        return HttpResponse(status=429)
    said = beacons.read(request.body)
    visit_id = beacons.visit_of(said[0], visitor.share) if said else None
    if said is None or visit_id is None:
        return HttpResponse(status=400)
    return shut(request, visitor) or taken(visitor, visit_id, said[1])


def taken(visitor: Visitor, visit_id: uuid.UUID, signal: beacons.Signal) -> HttpResponse:
    """Nothing to say, whether it counted or not."""
    if visitor.is_person(MachineHit.Deed.BEACON):
        viewer = visitor.shown.email or visitor.share.recipient_email
        said: dict[str, Any] = {"share": visitor.share, "trace": visitor.trace, "viewer": viewer}
        actions.record_beacon(visit_id=visit_id, signal=signal, **said)
    return HttpResponse(status=204)


@require_safe
@for_visitors
def picture(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The point in a mail. That it is fetched is a hint that the mail was opened, and is told as no more."""
    if visitor.share.channel == Share.Channel.EMAIL and not visitor.share.has_ended and visitor.is_followed:
        note_opening(visitor)
    return HttpResponse(POINT, content_type="image/gif")


def note_opening(visitor: Visitor) -> None:
    """An opening, by the way of the proxy where there was one; one that fetches unasked is only a machine."""
    machine = visitor.machine
    if machine and not machine.opens_late:
        visitor.is_person(MachineHit.Deed.PICTURE)
        return
    metadata = {"hint": True, "proxy": machine.name} if machine else {"hint": True}
    actions.record(
        render=visitor.share.render,
        share=visitor.share,
        event_type=EngagementEvent.Type.EMAIL_OPENED,
        actor_kind=EngagementEvent.Actor.RECIPIENT,
        trace=visitor.trace,
        metadata=metadata,
    )

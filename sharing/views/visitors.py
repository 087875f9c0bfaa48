"""Who stands before a share: the frame around every public door of a link."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from craftkit.accounts.models import Project, User
from craftkit.api import tries
from craftkit.api.throttling import address
from craftkit.lib.errors import AppError
from craftkit.mail.composing import brand_of
from sharing import actions, passes
from sharing.agents import Machine, machine_behind, wants_privacy
from sharing.gates import STATUS, Gate, Pass, gate_of
from sharing.models import Share, SharingPolicy
from sharing.traces import Trace, trace_of

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Visitor:
    """A request for a share that exists, whatever state it is in."""

    share: Share
    token: str
    shown: Pass
    policy: SharingPolicy
    trace: Trace
    address: str
    machine: Machine | None
    is_private: bool
    is_owner: bool

    @property
    def gate(self) -> Gate:
        """What stands between this visitor and the document."""
        return gate_of(self.share, self.shown)

    @property
    def is_followed(self) -> bool:
        """Whether what the visitor does is recorded. The sender's own team is no reader."""
        return self.policy.is_tracking_on and not self.is_private and not self.is_owner

    def is_person(self, deed: str) -> bool:
        """Whether the deed may count; one of a machine is noted as such."""
        if self.machine and self.is_followed:
            actions.note_machine(share=self.share, deed=deed, machine=self.machine, trace=self.trace)
        return self.machine is None and self.is_followed


Door = Callable[[HttpRequest, Visitor], HttpResponseBase]


def for_visitors(door: Door) -> Callable[..., HttpResponseBase]:
    """A public door of a link: finds the share, and keeps its answers out of caches, indexes and referrers."""

    @functools.wraps(door)
    def guarded(request: HttpRequest, token: str) -> HttpResponseBase:
        response = enter(request, token, door)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return guarded


def enter(request: HttpRequest, token: str, door: Door) -> HttpResponseBase:
    """The door's answer, or the page that says why there is none."""
    if tries.is_left_standing(address(request)):
        return problem(request, "guesses", 429)
    visitor = visitor_of(request, token)
    if visitor is None:
        tries.count_guess(address(request))
        return problem(request, "unknown", 404)
    try:
        return door(request, visitor)
    except AppError as error:
        return problem(request, error.code, error.status, visitor, error)


def visitor_of(request: HttpRequest, token: str) -> Visitor | None:
    """The visitor of a link; None for one that never was, or that belongs under another project's host."""
    share = Share.objects.opened_by(token)
    if share is None or getattr(request, "share_owner", share.project_id) != share.project_id:
        return None
    policy, source = SharingPolicy.objects.of(share.project), address(request)
    shown = passes.shown_by(request, share)
    trace = trace_of(source, request.headers.get("User-Agent", ""), key=settings.SECRET_KEY)
    machine = machine_behind(request.method or "", request.headers)
    is_private = policy.respects_privacy_signals and wants_privacy(request.headers)
    is_owner = is_member(request, share.project)
    return Visitor(share, token, shown, policy, trace, source, machine, is_private, is_owner)


def is_member(request: HttpRequest, project: Project) -> bool:
    """Whether the visitor is signed in as one of those who share the document."""
    user = request.user
    return isinstance(user, User) and project.role_of(user) is not None


def problem(
    request: HttpRequest, code: str, status: int, visitor: Visitor | None = None, error: AppError | None = None
) -> HttpResponse:
    """The page that says what is wrong and what to do."""
    page = {"code": code, "error": error, "visitor": visitor, "share": visitor.share if visitor else None}
    response = render(request, "sharing/ended.html", page | sender_of(visitor), status=status)
    # A page that is open already learns from this what has become of its link.
    response["X-Share-State"] = code
    if error and error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response


def sender_of(visitor: Visitor | None) -> dict[str, Any]:
    """Who shares it, as pages say and show it: under the name, logo and colour of the project's mails."""
    brand = brand_of(visitor.share.project) if visitor else None
    return {"brand": brand, "sender": brand.name if brand else ""}


def shut(request: HttpRequest, visitor: Visitor) -> HttpResponse | None:
    """What a door that only opens for readers answers everybody else; None for a reader."""
    if visitor.gate == Gate.OPEN:
        return None
    return problem(request, visitor.gate.value, STATUS.get(visitor.gate, 403), visitor)

"""Who stands before a signing link: the frame around every public door of one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from craftkit.accounts.languages import named_by
from craftkit.api import tries
from craftkit.api.throttling import address
from craftkit.lib.errors import AppError
from signatures import passes
from signatures.audit import Actor, actor_of
from signatures.frames import origins_of
from signatures.gates import READABLE, Gate, Pass, gate_of
from signatures.hosting import hosting_of
from signatures.models import Recipient

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True)
class Visitor:
    """A request by whoever holds a recipient's link."""

    recipient: Recipient
    token: str
    shown: Pass
    ip: str
    user_agent: str
    language: str = ""

    @property
    def kept(self) -> str:
        """What the addresses of the link go on with: the language that this one names, since frames keep no cookie."""
        return f"?language={self.language}" if self.language else ""

    @property
    def gate(self) -> Gate:
        """What stands between this visitor and signing."""
        return gate_of(self.recipient, self.shown)

    @property
    def may_read(self) -> bool:
        """Whether the document may be shown."""
        return self.gate in READABLE

    @property
    def actor(self) -> Actor:
        """The visitor as the trail names one."""
        return actor_of(self.recipient, ip=self.ip, user_agent=self.user_agent)


Door = Callable[[HttpRequest, Visitor], HttpResponseBase]


def for_recipients(door: Door) -> Callable[..., HttpResponseBase]:
    """A public door of a link. The secret in its address is the proof that a form is meant: a page that knows it needs
    no other site's help, and inside another site's frame there is no cookie to compare with."""

    @csrf_exempt
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
        return ended(request, "guesses", status=429)
    visitor = visitor_of(request, token)
    if visitor is None:
        tries.count_guess(address(request))
        return ended(request, "unknown", status=404)
    return framed(answered(request, visitor, door), visitor.recipient)


def visitor_of(request: HttpRequest, token: str) -> Visitor | None:
    """Who has the link; None for one that never was."""
    recipient = Recipient.objects.opened_by(token)
    if recipient is None:
        return None
    agent = request.headers.get("User-Agent", "")[:300]
    shown, language = passes.shown_by(request, recipient), named_by(request)
    return Visitor(recipient, token, shown, address(request), agent, language)


def answered(request: HttpRequest, visitor: Visitor, door: Door) -> HttpResponseBase:
    """The door's own answer, or the page about why it refuses."""
    try:
        return door(request, visitor)
    except AppError as error:
        return ended(request, error.code, status=error.status, visitor=visitor, error=error)


def framed(response: HttpResponseBase, recipient: Recipient) -> HttpResponseBase:
    """Pages of embedded requests may stand in frames of the project's own sites, and nowhere else."""
    origins = origins_of(recipient.request.project) if recipient.request.is_embedded else []
    if origins:
        response.xframe_options_exempt = True  # type: ignore[attr-defined]
        response._csp_replace = {"frame-ancestors": origins}  # type: ignore[attr-defined]
    return response


def ended(
    request: HttpRequest, code: str, *, status: int, visitor: Visitor | None = None, error: AppError | None = None
) -> HttpResponse:
    """The page that says how it stands, and what to do."""
    page: dict[str, Any] = {"code": code, "error": error, "visitor": visitor}
    if visitor:
        page |= {"recipient": visitor.recipient, "asked": visitor.recipient.request}
        page["hosting"] = hosting_of(visitor.recipient, visitor.gate, code)
    response = render(request, "signatures/ended.html", page, status=status)
    if error and error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response

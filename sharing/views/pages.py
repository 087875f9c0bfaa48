"""`/share/{token}`: the document for its reader, or what stands before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from renders import downloads
from sharing import beacons, passes
from sharing.actions.shares import title_of
from sharing.gates import STATUS, Gate
from sharing.models import MachineHit
from sharing.views.visitors import Visitor, for_visitors, problem, sender_of

FORMS = {Gate.PASSWORD, Gate.EMAIL, Gate.COUNTED}
Door = Callable[..., HttpResponseBase]
# The frame that gives the file to the printer; csp_update is without annotations for what it gives back.
with_frame = cast("Callable[[Door], Door]", csp_update({"frame-src": ["blob:"]}))


@with_frame
@require_safe
@for_visitors
def share_page(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Looking changes nothing: no view is counted and none is used up by a request for the page."""
    visitor.is_person(MachineHit.Deed.PAGE)
    if visitor.gate in FORMS:
        return form_page(request, visitor)
    if visitor.gate == Gate.UNMARKED:
        visitor = replace(visitor, shown=passes.begun(visitor.shown))
    if visitor.gate != Gate.OPEN:
        return problem(request, visitor.gate.value, STATUS[visitor.gate], visitor)
    return reading_page(request, visitor)


def reading_page(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """The viewer, with what its script needs as data."""
    share = visitor.share
    page = {**about(visitor), "data": viewer_data(visitor)}
    response = render(request, "sharing/page.html", page)
    if visitor.shown.since:
        passes.hand_out(response, share, visitor.token, visitor.shown)
    return response


def form_page(
    request: HttpRequest, visitor: Visitor, *, error: str = "", email: str = "", status: int = 200
) -> HttpResponse:
    """The form of a gate: a password, an address or its code, or the leave to use up an opening."""
    page = {**about(visitor), "gate": visitor.gate.value, "error": error, "email": email}
    response = render(request, "sharing/gate.html", page, status=status)
    # Under `no-referrer` browsers send forms without an origin, which the check of forms then refuses.
    response["Referrer-Policy"] = "same-origin"
    return response


def about(visitor: Visitor) -> dict[str, Any]:
    """Who sends what to whom, as the page says it."""
    return {**sender_of(visitor), "title": title_of(visitor.share.render), "share": visitor.share, "visitor": visitor}


def viewer_data(visitor: Visitor) -> dict[str, Any]:
    """What the page's script goes by. Addresses are paths: the page may be under a host of the project's own."""
    share, render_row = visitor.share, visitor.share.render
    signals = {"url": address(visitor, "share-beacon"), "token": beacons.token_for(share)}
    return {
        "title": title_of(render_row),
        "sender": sender_of(visitor)["sender"],
        "message": share.message or None,
        "file": address(visitor, "share-file"),
        "fileName": downloads.file_name(render_row),
        "pages": render_row.pages,
        "download": address(visitor, "share-download") if share.allow_download else None,
        "canPrint": share.allow_print,
        "beacon": signals if visitor.is_followed and visitor.machine is None else None,
    }


def address(visitor: Visitor, name: str) -> str:
    """The path of one of the link's doors."""
    return reverse(name, args=[visitor.token])

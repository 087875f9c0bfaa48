"""`/forms/{token}`: a template's form for whoever holds its public link, or what stands before it.

Looking at the page changes nothing; its script opens a session with a POST, as our own pages do.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from craftkit.api import tries
from craftkit.api.throttling import address
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.mail.composing import brand_of
from embed import passes
from embed.actions import members, visitors
from embed.faults import FormClosed
from embed.gates import STATUS, Gate, gate_of
from embed.models import EmbedSession, FormLink
from embed.views.workshop import framing, page_and_door

HEADERS = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Cache-Control": "private, no-store"}
# A field that people do not see; programs that fill in every field fill it in.
TRAP = "homepage"
RENEWAL = "embed.visitor-session"
Door = Callable[..., HttpResponseBase]


def for_visitors(door: Door) -> Door:
    """A door of a public link: finds the link, and keeps its answers out of caches and indexes."""

    @functools.wraps(door)
    def guarded(request: HttpRequest, token: str, **more: str) -> HttpResponseBase:
        response = enter(request, token, functools.partial(door, **more))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return guarded


def enter(request: HttpRequest, token: str, door: Door) -> HttpResponseBase:
    """The door's answer, or the page that says why there is none."""
    if tries.is_left_standing(address(request)):
        return ended(request, "guesses", 429)
    link = FormLink.objects.opened_by(token)
    if link is None:
        tries.count_guess(address(request))
        return ended(request, "unknown", 404)
    return door(request, link, token)


@framing
@page_and_door
@for_visitors
def public_form(request: HttpRequest, link: FormLink, token: str) -> HttpResponseBase:
    """The form, the question for its password, or why there is none; a POST opens a session."""
    gate = gate_of(link, has_password=passes.is_shown(request, link))
    if request.method == "POST":
        return begun(request, link, token, gate)
    if gate == Gate.PASSWORD:
        return asked(request, link, token)
    if gate != Gate.OPEN:
        return ended(request, gate.value, STATUS[gate], link)
    return render(request, "embed/public_form.html", about(link, token))


@require_POST
@for_visitors
def public_form_password(request: HttpRequest, link: FormLink, token: str) -> HttpResponseBase:
    """A right password opens; a wrong one says only that."""
    back = redirect("public-form", token)
    if gate_of(link, has_password=False) != Gate.PASSWORD:
        return back
    try:
        visitors.refuse_programs(request.POST.get(TRAP, ""))
        given = request.POST.get("password", "")[:200]
        visitors.check_password(link=link, password=given, address=address(request))
    except AppError as error:
        return asked(request, link, token, error)
    passes.hand_out(back, link, token)
    return back


@require_POST
@for_visitors
def public_form_renew(request: HttpRequest, link: FormLink, token: str, ticket: str) -> HttpResponseBase:
    """Let a visitor's own session last longer while the link takes answers; the ticket names it."""
    try:
        named = signing.loads(ticket, salt=RENEWAL)
    except signing.BadSignature:
        named = None
    session = link.sessions.select_related("project", "tenant", "actor").filter(pk=named).first()
    if session is None or gate_of(link, has_password=True) != Gate.OPEN:
        return refused(FormClosed())
    return answered(token, lambda: members.prolong(session=session))


def begun(request: HttpRequest, link: FormLink, token: str, gate: Gate) -> HttpResponse:
    """A session, and the name by which this browser finds its kept answers again."""
    try:
        session = opened(request, link, gate)
    except AppError as error:
        return refused(error)
    answer = answered(token, lambda: session)
    passes.remember(answer, link, token, session.actor.external_id)
    return answer


def opened(request: HttpRequest, link: FormLink, gate: Gate) -> EmbedSession:
    """A session for whom nothing keeps out. Raises FormClosed, and what opening one raises."""
    if gate == Gate.PASSWORD:
        raise tries.WrongPassword(gettext_noop("The password was changed. Reload the page to give the new one."))
    if gate != Gate.OPEN:
        raise FormClosed
    visitor, trap = passes.visitor_of(request, link), request.POST.get(TRAP, "")
    return visitors.open_form(link=link, address=address(request), trap=trap, visitor=visitor)


def answered(token: str, opening: Callable[[], EmbedSession]) -> JsonResponse:
    """What the page's script needs of a session: its token, and where it is prolonged."""
    try:
        session = opening()
    except AppError as error:
        return refused(error)
    renew = reverse("public-form-renew", args=[token, signing.dumps(str(session.pk), salt=RENEWAL)])
    return JsonResponse({"token": members.token(session), "renew": renew, "edit": None, "page": None})


def refused(error: AppError) -> JsonResponse:
    """The reason, for the page to show."""
    answer = JsonResponse({"error": {"code": error.code, "message": spoken(error)}}, status=error.status)
    if error.retry_after is not None:
        answer["Retry-After"] = str(error.retry_after)
    return answer


def asked(request: HttpRequest, link: FormLink, token: str, error: AppError | None = None) -> HttpResponse:
    """The question for the password, with what was wrong about the last one."""
    page = {**about(link, token), "error": spoken(error) if error else ""}
    return render(request, "embed/public_password.html", page, status=error.status if error else 200)


def ended(request: HttpRequest, code: str, status: int, link: FormLink | None = None) -> HttpResponse:
    """The page that says why there is no form, and what to do."""
    page = about(link, "") if link else {}
    return render(request, "embed/public_ended.html", {"code": code, **page}, status=status)


def about(link: FormLink, token: str) -> dict[str, Any]:
    """Whose form it is, as pages say it."""
    sender = brand_of(link.project).name
    return {"link": link, "token": token, "title": link.template.name, "sender": sender, "origin": settings.BASE_URL}

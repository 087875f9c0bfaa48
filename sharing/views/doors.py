"""The forms before a document: password, address, code, and leave to use up an opening."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.mail.actions import DailyCapReached, EmailNotConfigured
from sharing import actions, passes
from sharing.gates import Gate
from sharing.views.pages import form_page
from sharing.views.visitors import Visitor, for_visitors

UNSENT = gettext_noop("A code cannot be sent just now. Ask the sender for another way to get the document.")


@require_POST
@for_visitors
def password(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """A right password opens; a wrong one says only that."""
    if visitor.gate != Gate.PASSWORD:
        return back(visitor)
    try:
        given = request.POST.get("password", "")[:200]
        actions.check_password(share=visitor.share, password=given, address=visitor.address)
    except AppError as error:
        return refused(request, visitor, error)
    return let_in(visitor, has_password=True)


@require_POST
@for_visitors
def email(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Send a code, and ask for it."""
    if visitor.gate != Gate.EMAIL:
        return back(visitor)
    try:
        given = request.POST.get("email", "")[:254]
        wanted = actions.send_code(share=visitor.share, email=given, address=visitor.address)
    except AppError as error:
        return refused(request, visitor, error)
    return form_page(request, visitor, email=wanted)


@require_POST
@for_visitors
def code(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """A right code confirms the address."""
    if visitor.gate != Gate.EMAIL:
        return back(visitor)
    wanted, given = request.POST.get("email", "")[:254], request.POST.get("code", "")[:20]
    try:
        found = actions.confirm_code(share=visitor.share, email=wanted, code=given, address=visitor.address)
    except AppError as error:
        return refused(request, visitor, error, email=wanted)
    return let_in(visitor, email=found)


@require_POST
@for_visitors
def opened(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Use up one opening."""
    if visitor.gate == Gate.COUNTED:
        actions.take_view(share=visitor.share)
        return let_in(visitor, is_counted=True)
    return back(visitor)


def back(visitor: Visitor) -> HttpResponseBase:
    """To the page, which knows what is next."""
    return redirect("share-page", visitor.token)


def let_in(visitor: Visitor, **shown: Any) -> HttpResponseBase:
    """To the page, with the pass that now says more."""
    response = back(visitor)
    passes.hand_out(response, visitor.share, visitor.token, passes.begun(replace(visitor.shown, **shown)))
    return response


def refused(request: HttpRequest, visitor: Visitor, error: AppError, *, email: str = "") -> HttpResponseBase:
    """The form again, with what was wrong."""
    words = UNSENT if isinstance(error, EmailNotConfigured | DailyCapReached) else error.message
    for faults in (error.issues or {"fieldErrors": {}})["fieldErrors"].values():
        words = faults[0]
    response = form_page(request, visitor, error=spoken(words), email=email, status=error.status)
    if error.retry_after is not None:
        response["Retry-After"] = str(error.retry_after)
    return response

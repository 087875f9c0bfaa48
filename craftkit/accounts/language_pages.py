"""Where people choose the language of the pages: for themselves when they are signed in, and for this browser."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from craftkit.accounts.languages import CODES, remember
from craftkit.accounts.models import User


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language, or forget it when none is named, and go back to the page where it was chosen."""
    code = request.POST.get("language", "")
    code = code if code in CODES else ""
    if isinstance(request.user, User):
        request.user.choose_language(code)
    response = redirect(back_to(request))
    remember(response, code)
    return response


def back_to(request: HttpRequest) -> str:
    """The page of ours that the form names, else the first one."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else reverse("home")

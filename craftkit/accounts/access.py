"""Who may see a page: people who are signed in, and of each project only its members."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_vary_headers

from craftkit.accounts import actions
from craftkit.accounts.models import Account, Project, User

Page = Callable[..., HttpResponseBase]


def members_only(view: Page) -> Page:
    """A page for people who are signed in; others are sent to sign in and come back. Nothing of it is cached."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sent_to_sign_in(request)
        response = view(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


def recently_authenticated(view: Page) -> Page:
    """A page with a secret or of consequence, inside `members_only`: whoever signed in a while ago confirms that it is
    them, and then what was asked for goes on."""
    return functools.wraps(view)(reauthentication_required(app="craftkit.accounts")(view))


def sent_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page; for a part of a page that updates itself, the whole page goes there."""
    if not is_partial(request):
        return redirect_to_login(request.get_full_path())
    response = HttpResponse(status=401)
    response["HX-Redirect"] = redirect_to_login(request.get_full_path()).url
    return response


def is_partial(request: HttpRequest) -> bool:
    """Whether a page on the screen asks for its changing part alone."""
    return request.headers.get("HX-Request") == "true"


def page_or_part(request: HttpRequest, page: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """The whole page, or its changing part alone for a page that updates itself (`is_part` in the template)."""
    is_part = is_partial(request)
    response = render(request, part if is_part else page, {**context, "is_part": is_part})
    patch_vary_headers(response, ["HX-Request"])
    return response


def person(request: HttpRequest) -> User:
    """Who is signed in; only behind `members_only`."""
    if not isinstance(request.user, User):
        raise TypeError("person() needs a page that is for members only.")
    return request.user


def project_for(request: HttpRequest, project_id: uuid.UUID) -> Project:
    """The project, if the reader belongs to its account; for strangers it does not exist (404)."""
    return get_object_or_404(Project.objects.for_user(person(request)).select_related("account"), pk=project_id)


def account_for(request: HttpRequest) -> Account:
    """The account that owns what the reader creates: the first one joined; one is opened for whoever has none."""
    account = person(request).accounts.order_by("memberships__pk").first()
    return account or actions.open_account(user=person(request))

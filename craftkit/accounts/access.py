"""Who may see a page: people who are signed in, and of each project and account members whose role suffices."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers

from craftkit.accounts import single_sign_on
from craftkit.accounts.models import Account, Membership, Project, User
from craftkit.accounts.roles import Role, effective
from craftkit.lib.ids import parse_id

Page = Callable[..., HttpResponseBase]
READING = {"GET", "HEAD", "OPTIONS"}
MOST_HELPERS = 10


def members_only(view: Page) -> Page:
    """A page for people who are signed in; others are sent to sign in and come back. Nothing of it is cached."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return sent_to_sign_in(request)
        try:
            response = view(request, *args, **kwargs)
        except RoleTooLow as refusal:
            response = refused(request, refusal)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return guarded


def recently_authenticated_if(wanted: Callable[[HttpRequest], bool]) -> Callable[[Page], Page]:
    """Like `recently_authenticated`, for those requests alone of which `wanted` says so."""

    def decorate(view: Page) -> Page:
        checked = reauthentication_required(app="craftkit.accounts", enabled=wanted)(view)

        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and wanted(request) and single_sign_on.must_return(request):
                return redirect(single_sign_on.sign_in_url(onward=request.get_full_path(), again=True))
            try:
                return checked(request, *args, **kwargs)
            except ReauthenticationRequired:
                if is_partial(request):
                    return with_whole_page(request.get_full_path())
                raise

        return guarded

    return decorate


def recently_authenticated(view: Page) -> Page:
    """A page with a secret or of consequence, inside `members_only`: whoever signed in a while ago confirms that it is
    them, and then what was asked for goes on."""
    return recently_authenticated_if(lambda request: True)(view)


def sent_to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page; for a part of a page that updates itself, the whole page goes there."""
    if not is_partial(request):
        return redirect_to_login(request.get_full_path())
    return with_whole_page(redirect_to_login(request.get_full_path()).url)


def with_whole_page(address: str) -> HttpResponse:
    """For a part of a page that may not be seen now: the whole page goes there."""
    response = HttpResponse(status=401)
    response["HX-Redirect"] = address
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


class RoleTooLow(PermissionDenied):
    """A member asks for what another role may do; `members_only` answers with a page that says so."""

    def __init__(self, role: Role, needed: Role, account: Account) -> None:
        self.role, self.needed, self.account = role, needed, account
        super().__init__(f"Your role here is {role.value}; this needs the role {needed.value}.")


def refused(request: HttpRequest, refusal: RoleTooLow) -> HttpResponse:
    """Which role the reader has, which is needed, and who can help; for scripts, as JSON."""
    if request.headers.get("Accept", "").startswith("application/json"):
        problem = {"code": "role_too_low", "message": str(refusal)}
        return JsonResponse({"error": problem}, status=403)
    can_help = [Role.OWNER] if refusal.needed == Role.OWNER else [Role.OWNER, Role.ADMIN]
    people = User.objects.filter(is_active=True, memberships__account=refusal.account, memberships__role__in=can_help)
    page = {"refusal": refusal, "people": people.order_by("email")[:MOST_HELPERS]}
    return render(request, "403_role.html", page, status=403)


def require(
    request: HttpRequest, role: Role, needs: Role | None, account: Account, membership: Membership | None
) -> None:
    """Let through whose role suffices: by default everybody reads, and editors change. Raises RoleTooLow."""
    request.role, request.membership = role, membership  # type: ignore[attr-defined]
    needed = needs or (Role.VIEWER if request.method in READING else Role.EDITOR)
    if not role.covers(needed):
        raise RoleTooLow(role, needed, account)


def project_for(request: HttpRequest, project_id: uuid.UUID, needs: Role | None = None) -> Project:
    """The project, for members whose role in it suffices; for strangers it does not exist (404).

    Without `needs` everybody reads and editors change; with it, the role is needed whatever the method. The role then
    stands in `request.role`, for templates. Raises RoleTooLow.
    """
    reader = person(request)
    rows = Project.objects.for_user(reader).with_roles(reader).select_related("account")
    project = get_object_or_404(rows, pk=project_id)
    role = effective(project.in_account, project.in_project)
    if role is None:
        raise Http404
    member = Membership(user=reader, account=project.account, role=project.in_account) if project.in_account else None
    require(request, role, needs, project.account, member)
    return project


def role_in(request: HttpRequest) -> Role:
    """The reader's role in what `project_for` or `account_for` gave for this request."""
    return Role(getattr(request, "role", Role.VIEWER))


def account_for(request: HttpRequest, account_id: uuid.UUID, needs: Role | None = None) -> Account:
    """The account, for members whose role in it suffices; for strangers it does not exist (404). Raises RoleTooLow."""
    rows = Membership.objects.filter(user=person(request)).select_related("account")
    membership = get_object_or_404(rows, account=account_id)
    require(request, Role(membership.role), needs, membership.account, membership)
    return membership.account


def account_to_build_in(request: HttpRequest, account_id: uuid.UUID | None) -> Account | None:
    """The named account, else the first one joined in which the reader may make projects. None for whoever has none.

    Raises RoleTooLow.
    """
    if account_id:
        return account_for(request, account_id, needs=Role.ADMIN)
    rows = list(person(request).memberships.select_related("account").order_by("pk"))
    chosen = next((row for row in rows if Role(row.role).can_admin), rows[0] if rows else None)
    if chosen:
        require(request, Role(chosen.role), Role.ADMIN, chosen.account, chosen)
    return chosen.account if chosen else None


def said(request: HttpRequest, name: str) -> uuid.UUID | None:
    """An id in the address's query, if it is one."""
    return parse_id(request.GET.get(name, ""))

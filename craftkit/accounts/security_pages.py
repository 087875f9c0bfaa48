"""The page where a person looks after their own sign-in, and how sessions end."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts import audit, sessions
from craftkit.accounts.access import members_only, person
from craftkit.accounts.models import Project, User
from craftkit.accounts.roles import effective

SHOWN_PROJECTS = 20


@members_only
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Password, addresses, second steps, passkeys and sessions of the reader."""
    user = person(request)
    page = {
        "section": "security",
        "addresses": EmailAddress.objects.filter(user=user).order_by("-primary", "email"),
        "sign_ins": sessions.sign_ins(user, current_key=request.session.session_key),
        "projects": _exportable(user),
        **_steps(user),
    }
    return render(request, "account/security.html", page)


@members_only
@require_POST
def session_end(request: HttpRequest, sign_in_id: int) -> HttpResponse:
    """Sign one of the reader's browsers out."""
    user = person(request)
    if not sessions.end(user, pk=sign_in_id):
        raise Http404
    audit.record_for(user, "session.ended")
    messages.success(request, _("That device is signed out."))
    return redirect("security")


@members_only
@require_POST
def session_end_others(request: HttpRequest) -> HttpResponse:
    """Sign the reader out everywhere but here."""
    user = person(request)
    if sessions.end_others(user, current_key=request.session.session_key):
        audit.record_for(user, "session.ended")
    messages.success(request, _("You are signed out everywhere but here."))
    return redirect("security")


def _exportable(user: User) -> list[Project]:
    """The newest projects that the reader looks after."""
    rows = Project.objects.for_user(user).with_roles(user).order_by("-pk")[:SHOWN_PROJECTS]
    parts = [(row, effective(row.in_account, row.in_project)) for row in rows]
    return [row for row, part in parts if part and part.can_admin]


def _steps(user: User) -> dict[str, object]:
    """What the reader proves their identity with beside a password."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    codes = next((row for row in rows if row.type == Authenticator.Type.RECOVERY_CODES), None)
    return {
        "totp": next((row for row in rows if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [row for row in rows if row.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "has_steps": bool(rows),
        "unconfirmed": not settings.MFA_ALLOW_UNVERIFIED_EMAIL
        and EmailAddress.objects.filter(user=user, verified=False).exists(),
    }

"""Pages about invitations: send one, again, withdraw it, and the page that its link opens."""

from __future__ import annotations

import uuid

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from craftkit.accounts import invitations
from craftkit.accounts.access import account_for, members_only, person, recently_authenticated, role_in
from craftkit.accounts.models import Invitation, User
from craftkit.accounts.roles import Role
from craftkit.desk.forms import InvitationForm, JoinForm, roles_for
from craftkit.desk.team_pages import carried_out
from craftkit.lib.errors import AppError
from craftkit.lib.speech import reasons, spoken

form_page = require_http_methods(["GET", "HEAD", "POST"])


@members_only
@recently_authenticated
@form_page
def invitation_new(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Invite somebody."""
    account = account_for(request, account_id, needs=Role.ADMIN)
    form = InvitationForm(request.POST if request.method == "POST" else None, account=account)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            sent = invitations.invite(
                account=account,
                project=form.cleaned_data["project"],
                email=form.cleaned_data["email"],
                role=Role(form.cleaned_data["role"]),
                by=person(request),
                part=role_in(request),
            )
        except AppError as error:
            form.add_error(None, " ".join(reasons(error)))
            status = error.status
        else:
            done = _("The invitation to %(email)s is on its way. It works for a week.")
            messages.success(request, done % {"email": sent.email})
            return redirect("member-list", account_id)
    page = {"account": account, "form": form, "choices": roles_for(role_in(request)), "section": "members"}
    return render(request, "desk/invite.html", page, status=status)


def invitation_of(request: HttpRequest, account_id: uuid.UUID, invitation_id: uuid.UUID) -> Invitation:
    """A pending invitation of the account, for its admins, or 404."""
    account = account_for(request, account_id, needs=Role.ADMIN)
    return get_object_or_404(account.invitations.pending().select_related("account", "project"), pk=invitation_id)


@members_only
@require_POST
def invitation_resend(request: HttpRequest, account_id: uuid.UUID, invitation_id: uuid.UUID) -> HttpResponse:
    """Send it again, with a new link."""
    row = invitation_of(request, account_id, invitation_id)
    done = _("%(email)s gets a new link; the old one is dead.") % {"email": row.email}
    carried_out(request, invitations.resend, done, invitation=row)
    return redirect("member-list", account_id)


@members_only
@require_POST
def invitation_revoke(request: HttpRequest, account_id: uuid.UUID, invitation_id: uuid.UUID) -> HttpResponse:
    """Withdraw it."""
    row = invitation_of(request, account_id, invitation_id)
    done = _("The invitation of %(email)s is withdrawn.") % {"email": row.email}
    carried_out(request, invitations.revoke, done, invitation=row)
    return redirect("member-list", account_id)


@never_cache
@form_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link opens: who invites to what; accepting it, or joining with a password."""
    row = Invitation.objects.holding(token)
    if row is None or not row.is_open or (row.project and row.project.deleted_at):
        return render(request, "desk/invitation_ended.html", {"invitation": row}, status=410 if row else 404)
    if isinstance(request.user, User):
        return answered(request, row, request.user)
    is_known = User.objects.filter(email__iexact=row.email).exists()
    form = None if is_known else JoinForm(request.POST if request.method == "POST" else None, invitation=row)
    if form and form.is_valid():
        return joined(request, row, form)
    page = {"invitation": row, "form": form, "way": "sign-in" if is_known else "join"}
    return render(request, "desk/invitation.html", page, status=422 if form and form.is_bound else 200)


def answered(request: HttpRequest, row: Invitation, user: User) -> HttpResponse:
    """For who is signed in: accept, or sign out when it is for somebody else."""
    is_mine = invitations.is_for(row, user)
    if request.method != "POST" or not is_mine:
        page = {"invitation": row, "way": "accept" if is_mine else "somebody-else"}
        return render(request, "desk/invitation.html", page, status=403 if request.method == "POST" else 200)
    try:
        invitations.accept(invitation=row, user=user)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("project-list")
    return inside(request, row)


def joined(request: HttpRequest, row: Invitation, form: JoinForm) -> HttpResponse:
    """Sign up and in."""
    try:
        user = invitations.sign_up(invitation=row, password=form.cleaned_data["password"])
    except AppError as error:
        form.add_error(None, spoken(error))
        page = {"invitation": row, "form": form, "way": "join"}
        return render(request, "desk/invitation.html", page, status=error.status)
    get_adapter(request).login(request, user)
    return inside(request, row)


def inside(request: HttpRequest, row: Invitation) -> HttpResponse:
    """Where the invitation leads."""
    messages.success(request, _("Welcome to %(place)s.") % {"place": row.place})
    return redirect("project", row.project.pk) if row.project else redirect("project-list")

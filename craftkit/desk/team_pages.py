"""Pages about an account's people: who belongs to it and as what, changing that, leaving."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts import team
from craftkit.accounts.access import account_for, members_only, person, recently_authenticated, role_in
from craftkit.accounts.models import Account, Membership, ProjectMembership, User
from craftkit.accounts.roles import IN_PROJECT, Role
from craftkit.desk.forms import MEANINGS, ProjectRoleForm, RoleForm, roles_for
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken

form_page = require_http_methods(["GET", "HEAD", "POST"])
WHY = [(role.label, words) for role, words in MEANINGS.items()]


def people_of(account: Account) -> list[dict[str, Any]]:
    """Everybody with their role and what they are in single projects, members before guests, owners first."""
    found: dict[uuid.UUID, dict[str, Any]] = {
        row.user_id: {"user": row.user, "role": Role(row.role), "own": []}
        for row in Membership.objects.filter(account=account).select_related("user")
    }
    singles = ProjectMembership.objects.filter(account=account, project__deleted_at=None)
    for row in singles.select_related("user", "project").order_by("project__name"):
        found.setdefault(row.user_id, {"user": row.user, "role": None, "own": []})["own"].append(row)
    order = list(Role)
    return sorted(found.values(), key=lambda one: (order.index(one["role"]) if one["role"] else 9, one["user"].email))


@members_only
@require_safe
def member_list(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Who belongs to the account, and who is invited."""
    account = account_for(request, account_id)
    page: dict[str, Any] = {"account": account, "section": "members", "people": people_of(account), "why": WHY}
    if role_in(request).can_admin:
        waiting = account.invitations.pending().select_related("project", "invited_by")
        page["invitations"] = waiting.order_by("-pk")
    return render(request, "desk/members.html", page)


def one_of(account: Account, user_id: uuid.UUID) -> User:
    """A member or guest of the account, or 404."""
    within = Q(memberships__account=account) | Q(project_memberships__account=account)
    return get_object_or_404(User.objects.filter(within).distinct(), pk=user_id)


def about(account: Account, user: User) -> dict[str, Any]:
    """What pages about one person show."""
    member = Membership.objects.filter(account=account, user=user).first()
    own = dict(ProjectMembership.objects.filter(account=account, user=user).values_list("project", "role"))
    projects = [(project, own.get(project.pk, "")) for project in account.projects.alive().order_by("name")]
    role = Role(member.role) if member else None
    return {"account": account, "member": user, "role": role, "projects": projects, "section": "members"}


@members_only
@require_safe
def member(request: HttpRequest, account_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    """One person: the role, those in projects, and the way out."""
    account = account_for(request, account_id, needs=Role.ADMIN)
    page = {**about(account, one_of(account, user_id)), "choices": roles_for(role_in(request))}
    return render(request, "desk/member.html", {**page, "in_project": IN_PROJECT})


def carried_out(request: HttpRequest, action: Any, said: str, **given: Any) -> bool:
    """Do it; the reason if it cannot be done stands above the next page."""
    try:
        action(**given)
    except AppError as error:
        messages.error(request, spoken(error))
        return False
    except Membership.DoesNotExist:
        raise Http404 from None
    messages.success(request, said)
    return True


@members_only
@recently_authenticated
@require_POST
def member_role(request: HttpRequest, account_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    """Another role."""
    account = account_for(request, account_id, needs=Role.ADMIN)
    user, form = one_of(account, user_id), RoleForm(request.POST)
    if form.is_valid():
        role = Role(form.cleaned_data["role"])
        said = _("%(email)s is %(role)s from now on.") % {"email": user.email, "role": role.word}
        carried_out(request, team.change_role, said, account=account, user_id=user_id, role=role, by=role_in(request))
    else:
        messages.error(request, _("Choose a role."))
    return redirect("member-list", account_id)


@members_only
@recently_authenticated
@require_POST
def member_projects(request: HttpRequest, account_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    """Another role in one project, or none of its own there."""
    account = account_for(request, account_id, needs=Role.ADMIN)
    user, form = one_of(account, user_id), ProjectRoleForm(request.POST, account=account)
    if form.is_valid():
        said = _("The role in %(project)s is changed.") % {"project": form.cleaned_data["project"].name}
        carried_out(request, team.change_project_role, said, account=account, user=user, **form.cleaned_data)
    else:
        messages.error(request, _("Choose a project of this account and a role."))
    return redirect("member-list", account_id)


@members_only
@recently_authenticated
@form_page
def member_remove(request: HttpRequest, account_id: uuid.UUID, user_id: uuid.UUID) -> HttpResponse:
    """Ask, then remove."""
    account = account_for(request, account_id, needs=Role.ADMIN)
    user = one_of(account, user_id)
    if request.method != "POST":
        return render(request, "desk/member_remove.html", {"account": account, "member": user, "section": "members"})
    said = _("%(email)s is out.") % {"email": user.email}
    carried_out(request, team.remove, said, account=account, user=user, by=role_in(request))
    return redirect("member-list", account_id) if user != person(request) else redirect("project-list")


@members_only
@form_page
def leave(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Ask, then leave."""
    account = account_for(request, account_id, needs=Role.VIEWER)
    if request.method != "POST":
        return render(request, "desk/leave.html", {"account": account, "section": "members"})
    said = _("You left %(account)s.") % {"account": account.name}
    is_out = carried_out(request, team.leave, said, account=account, user=person(request))
    return redirect("project-list") if is_out else redirect("member-list", account_id)

"""Pages about projects and keys."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import F, Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts import actions, governing
from craftkit.accounts.access import (
    account_for,
    account_to_build_in,
    members_only,
    person,
    project_for,
    recently_authenticated,
    require,
    said,
)
from craftkit.accounts.forms import AccountKeyForm, KeyForm, ProjectForm
from craftkit.accounts.models import ApiKey, Project, User
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken

WORKING_FIRST = F("revoked_at").desc(nulls_first=True)
form_page = require_http_methods(["GET", "HEAD", "POST"])


@members_only
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`: on to the newest project, or to the list when there is none."""
    newest = Project.objects.for_user(person(request)).order_by("-pk").first()
    return redirect("project", newest.pk) if newest else redirect("project-list")


@members_only
@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """All projects of the reader, by account."""
    reader = person(request)
    rows = Project.objects.for_user(reader).select_related("account").order_by("-pk")
    projects = list(rows.annotate(last_used_at=Max("keys__last_used_at")))
    deleted = list(governing.restorable(reader).select_related("account").order_by("-deleted_at"))
    page = {"projects": projects, "groups": by_account(reader, projects), "deleted": deleted, "section": "projects"}
    return render(request, "projects/list.html", {**page, "restore_days": governing.RESTORE_DAYS})


@members_only
@require_POST
def project_restore(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Take a deleted project back, for those who look after its account."""
    rows = person(request).memberships.select_related("account")
    member = get_object_or_404(rows, account__projects=project_id)
    require(request, Role(member.role), Role.ADMIN, member.account, member)
    project = get_object_or_404(Project.objects.select_related("account"), pk=project_id)
    try:
        governing.restore(project=project)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("project-list")
    messages.success(request, _("%(name)s is back, with all its keys.") % {"name": project.name})
    return redirect("project", project_id)


def by_account(reader: User, projects: Sequence[Project]) -> list[dict[str, Any]]:
    """The reader's accounts with his role and projects; those into which he came for single projects are last."""
    groups: dict[uuid.UUID, dict[str, Any]] = {
        row.account_id: {"account": row.account, "role": Role(row.role), "projects": []}
        for row in reader.memberships.select_related("account").order_by("pk")
    }
    for project in projects:
        guest: dict[str, Any] = {"account": project.account, "role": None, "projects": []}
        groups.setdefault(project.account_id, guest)["projects"].append(project)
    return list(groups.values())


@members_only
@form_page
def project_new(request: HttpRequest) -> HttpResponse:
    """Create a project, in the account that `?account=` names."""
    account = account_to_build_in(request, said(request, "account"))
    form = ProjectForm(sent(request))
    if not form.is_valid():
        page = {"form": form, "account": account}
        return render(request, "projects/new.html", page, status=422 if form.is_bound else 200)
    owner = account or actions.open_account(user=person(request))
    project = actions.create_project(account=owner, name=form.cleaned_data["name"])
    messages.success(request, _("Project “%(name)s” is ready.") % {"name": project.name})
    return redirect("template-list", project.pk)


@members_only
@require_safe
def key_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The keys of a project, those that still work first."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    keys = project.keys.select_related("created_by").order_by(WORKING_FIRST, "-pk")
    return render(request, "projects/keys.html", {"project": project, "keys": keys, "section": "keys"})


@members_only
@recently_authenticated
@form_page
def key_new(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Create a secret key; the answer is the only page that ever shows it."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = KeyForm(sent(request))
    page = {"project": project, "form": form, "section": "keys"}
    if not form.is_valid():
        return render(request, "projects/key_new.html", page, status=422 if form.is_bound else 200)
    key, text = actions.issue_key(
        account=project.account, project=project, created_by=person(request), **form.cleaned_data
    )
    return render(
        request, "projects/key_made.html", {**page, "key": key, "text": text, "sample": sample(text, "templates")}
    )


@members_only
@form_page
def key_revoke(request: HttpRequest, project_id: uuid.UUID, key_id: uuid.UUID) -> HttpResponse:
    """Ask, then revoke a key of a project."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    key = get_object_or_404(project.keys.active(), pk=key_id)
    if request.method != "POST":
        return render(request, "projects/key_revoke.html", {"project": project, "key": key, "section": "keys"})
    return _revoked(request, key, redirect("key-list", project.pk))


@members_only
@require_safe
def account_key_list(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """The keys that manage projects over the API."""
    account = account_for(request, account_id, needs=Role.OWNER)
    keys = account.keys.filter(kind=ApiKey.Kind.ACCOUNT).select_related("created_by")
    page = {"account": account, "keys": keys.order_by(WORKING_FIRST, "-pk"), "section": "account-keys"}
    return render(request, "account/keys.html", page)


@members_only
@recently_authenticated
@form_page
def account_key_new(request: HttpRequest, account_id: uuid.UUID) -> HttpResponse:
    """Create an account key; the answer is the only page that ever shows it."""
    account = account_for(request, account_id, needs=Role.OWNER)
    form = AccountKeyForm(sent(request))
    page = {"form": form, "account": account, "section": "account-keys"}
    if not form.is_valid():
        return render(request, "projects/key_new.html", page, status=422 if form.is_bound else 200)
    wishes = {"kind": ApiKey.Kind.ACCOUNT, "name": form.cleaned_data["name"], "created_by": person(request)}
    key, text = actions.issue_key(account=account, project=None, **wishes)
    return render(
        request, "projects/key_made.html", {**page, "key": key, "text": text, "sample": sample(text, "projects")}
    )


@members_only
@form_page
def account_key_revoke(request: HttpRequest, account_id: uuid.UUID, key_id: uuid.UUID) -> HttpResponse:
    """Ask, then revoke an account key."""
    account = account_for(request, account_id, needs=Role.OWNER)
    key = get_object_or_404(account.keys.active().filter(kind=ApiKey.Kind.ACCOUNT), pk=key_id)
    if request.method != "POST":
        page = {"account": account, "key": key, "section": "account-keys"}
        return render(request, "projects/key_revoke.html", page)
    return _revoked(request, key, redirect("account-key-list", account.pk))


def sent(request: HttpRequest) -> QueryDict | None:
    """What was filled in, or None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


def sample(key: str, resource: str) -> str:
    """A first call with a new key, ready to paste."""
    return f'curl {settings.BASE_URL}/v1/{resource} \\\n  -H "Authorization: Bearer {key}"'


def _revoked(request: HttpRequest, key: ApiKey, onward: HttpResponse) -> HttpResponse:
    actions.revoke_key(key=key)
    messages.success(request, _("“%(name)s” no longer works.") % {"name": key.name})
    return onward

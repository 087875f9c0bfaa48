"""Pages about projects and keys."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.db.models import F, Max
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts import actions
from craftkit.accounts.access import account_for, members_only, person, project_for
from craftkit.accounts.forms import AccountKeyForm, KeyForm, ProjectForm
from craftkit.accounts.models import ApiKey, Project

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
    """All projects of the reader."""
    projects = (
        Project.objects.for_user(person(request)).order_by("-pk").annotate(last_used_at=Max("keys__last_used_at"))
    )
    return render(request, "projects/list.html", {"projects": projects})


@members_only
@form_page
def project_new(request: HttpRequest) -> HttpResponse:
    """Create a project."""
    form = ProjectForm(sent(request))
    if not form.is_valid():
        return render(request, "projects/new.html", {"form": form}, status=422 if form.is_bound else 200)
    project = actions.create_project(account=account_for(request), name=form.cleaned_data["name"])
    messages.success(request, f"Project “{project.name}” is ready.")
    return redirect("template-list", project.pk)


@members_only
@require_safe
def key_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The keys of a project, those that still work first."""
    project = project_for(request, project_id)
    keys = project.keys.select_related("created_by").order_by(WORKING_FIRST, "-pk")
    return render(request, "projects/keys.html", {"project": project, "keys": keys, "section": "keys"})


@members_only
@form_page
def key_new(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Create a secret key; the answer is the only page that ever shows it."""
    project = project_for(request, project_id)
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
    project = project_for(request, project_id)
    key = get_object_or_404(project.keys.active(), pk=key_id)
    if request.method != "POST":
        return render(request, "projects/key_revoke.html", {"project": project, "key": key, "section": "keys"})
    return _revoked(request, key, redirect("key-list", project.pk))


@members_only
@require_safe
def account_key_list(request: HttpRequest) -> HttpResponse:
    """The keys that manage projects over the API."""
    keys = ApiKey.objects.filter(kind=ApiKey.Kind.ACCOUNT, account__memberships__user=person(request))
    page = {"keys": keys.select_related("created_by").order_by(WORKING_FIRST, "-pk"), "section": "account-keys"}
    return render(request, "account/keys.html", page)


@members_only
@form_page
def account_key_new(request: HttpRequest) -> HttpResponse:
    """Create an account key; the answer is the only page that ever shows it."""
    form = AccountKeyForm(sent(request))
    page = {"form": form, "section": "account-keys"}
    if not form.is_valid():
        return render(request, "projects/key_new.html", page, status=422 if form.is_bound else 200)
    account, name = account_for(request), form.cleaned_data["name"]
    key, text = actions.issue_key(
        account=account, project=None, kind=ApiKey.Kind.ACCOUNT, name=name, created_by=person(request)
    )
    return render(
        request, "projects/key_made.html", {**page, "key": key, "text": text, "sample": sample(text, "projects")}
    )


@members_only
@form_page
def account_key_revoke(request: HttpRequest, key_id: uuid.UUID) -> HttpResponse:
    """Ask, then revoke an account key."""
    mine = ApiKey.objects.active().filter(kind=ApiKey.Kind.ACCOUNT, account__memberships__user=person(request))
    key = get_object_or_404(mine, pk=key_id)
    if request.method != "POST":
        return render(request, "projects/key_revoke.html", {"key": key, "section": "account-keys"})
    return _revoked(request, key, redirect("account-key-list"))


def sent(request: HttpRequest) -> QueryDict | None:
    """What was filled in, or None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


def sample(key: str, resource: str) -> str:
    """A first call with a new key, ready to paste."""
    return f'curl {settings.BASE_URL}/v1/{resource} \\\n  -H "Authorization: Bearer {key}"'


def _revoked(request: HttpRequest, key: ApiKey, onward: HttpResponse) -> HttpResponse:
    actions.revoke_key(key=key)
    messages.success(request, f"“{key.name}” no longer works.")
    return onward

"""The page of a project's choices about sharing."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.speech import reasons, spoken
from sharing import actions
from sharing.domains import record_of, spoken_problem
from sharing.forms import DomainForm, PolicyForm
from sharing.links import base_of
from sharing.models import SharingPolicy

CHOICES = ("is_tracking_on", "respects_privacy_signals", "retention_days")


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def sharing_settings(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """What is recorded of visitors, for how long, and under which host."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    known = {name: getattr(SharingPolicy.objects.of(project), name) for name in CHOICES}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=known)
    if not form.is_valid():
        return settings_page(request, project, policy_form=form, status=422 if form.is_bound else 200)
    actions.change_policy(project=project, **form.cleaned_data)
    messages.success(request, _("Saved. It holds from the next visit on."))
    return redirect("sharing-settings", project_id)


def settings_page(request: HttpRequest, project: Project, *, status: int = 200, **forms: Form) -> HttpResponse:
    """The page with both forms, as filled in where one came back."""
    policy = SharingPolicy.objects.of(project)
    page: dict[str, Any] = {
        "project": project,
        "policy": policy,
        "record": record_of(policy.domain, policy.domain_token) if policy.domain else None,
        "problem": spoken_problem(policy.domain, policy.domain_token, policy.domain_problem),
        "base": base_of(policy),
        "section": "sharing",
    }
    return render(request, "sharing/settings.html", {**page, **empty_forms(policy), **forms}, status=status)


def empty_forms(policy: SharingPolicy) -> dict[str, Form]:
    """Both forms with what holds now."""
    known = {name: getattr(policy, name) for name in CHOICES}
    return {"policy_form": PolicyForm(initial=known), "domain_form": DomainForm(initial={"domain": policy.domain})}


@members_only
@require_POST
def sharing_domain(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Name a host, to be proven next."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = DomainForm(request.POST)
    if not form.is_valid():
        return settings_page(request, project, domain_form=form, status=422)
    try:
        actions.name_domain(project=project, domain=form.cleaned_data["domain"])
    except AppError as error:
        form.add_error("domain", reasons(error))
        return settings_page(request, project, domain_form=form, status=422)
    return redirect("sharing-settings", project_id)


@members_only
@require_POST
def sharing_domain_check(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Look for the record now."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    try:
        policy = actions.verify_domain(project=project)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("sharing-settings", project_id)
    if policy.domain and not policy.domain_problem:
        messages.success(request, _("%(domain)s is proven. Links use it from now on.") % {"domain": policy.domain})
    return redirect("sharing-settings", project_id)

"""The pages about a template's golden print: the last verdict, what differs, a new check, approval."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for
from craftkit.accounts.models import Project
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from renders import actions
from renders.comparison_pages import PLACES, marked
from renders.models import GoldenCheck
from renders.views import picture
from templates_app.models import Template, TemplateVersion


def version_at_hand(project: Project, slug: str) -> TemplateVersion:
    """The current version of a template of the project, or 404."""
    rows = Template.objects.for_project(project).without_contents()
    template = get_object_or_404(rows, slug=slug)
    if template.current_version is None:
        raise Http404
    template.current_version.template = template
    return template.current_version


def about(project: Project, slug: str) -> dict[str, Any]:
    """What the page and the card show."""
    version = version_at_hand(project, slug)
    check = GoldenCheck.objects.filter(version=version).first()
    page = {"project": project, "template": version.template, "version": version, "section": "templates"}
    lines = check.result.get("text", []) if check else []
    return {**page, "check": check, "lines": [marked(line) for line in lines if line not in PLACES]}


@members_only
@require_safe
def golden_page(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """The last verdict with everything that differs; it updates itself while a check is being made."""
    page = about(project_for(request, project_id), slug)
    return page_or_part(request, "templates/golden.html", "templates/_golden.html", page)


@members_only
@require_safe
def golden_card(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """The part of the template's page with the last verdict."""
    return render(request, "templates/_golden_card.html", about(project_for(request, project_id), slug))


@members_only
@require_POST
def golden_check(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Have the check made by a worker, and show its progress."""
    actions.check_golden_later(version=version_at_hand(project_for(request, project_id), slug))
    return redirect("golden", project_id, slug)


@members_only
@require_POST
def golden_approve(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Make the print that was shown the golden one."""
    version = version_at_hand(project_for(request, project_id), slug)
    shown = request.POST.get("shown", "")
    check = GoldenCheck.objects.filter(version=version, candidate_key=shown).first() if shown else None
    try:
        actions.approve_look(check=check)
        messages.success(request, _("The new look is approved. From now on prints are compared with it."))
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("golden", project_id, slug)


@members_only
@require_safe
def golden_change(request: HttpRequest, project_id: uuid.UUID, slug: str, page: int) -> HttpResponse:
    """Old, new and the changes of one page as a PNG."""
    check = GoldenCheck.objects.filter(version=version_at_hand(project_for(request, project_id), slug)).first()
    key = check.picture_key(page) if check else ""
    return picture(request, key) if key else HttpResponse(status=404)

"""The request log as pages: what was asked of the API, and how it was answered."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts import audit
from craftkit.accounts.access import members_only, page_or_part, project_for
from craftkit.accounts.governing import settings_of
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.api import request_log
from craftkit.api.models import LoggedRequest
from craftkit.api.pagination import shown_page
from renders.models import Render

PAGE_ROWS = 50
OUTCOMES = {"good": (200, 399), "refused": (400, 499), "failed": (500, 599)}


def chosen(request: HttpRequest, project: Project) -> tuple[QuerySet[LoggedRequest], dict[str, str]]:
    """The lines that the address selects, and by what."""
    by = {name: request.GET.get(name, "").strip().replace("\0", "")[:100] for name in ("q", "outcome")}
    rows = LoggedRequest.objects.filter(project=project).select_related("key").defer("sent", "answered")
    if by["outcome"] in OUTCOMES:
        rows = rows.filter(status__range=OUTCOMES[by["outcome"]])
    if by["q"].startswith("req_"):
        rows = rows.filter(request_id=by["q"])
    elif by["q"]:
        rows = rows.filter(path__icontains=by["q"])
    return rows, by


@members_only
@require_safe
def request_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The project's requests, newest first, by outcome, path and request id."""
    project = project_for(request, project_id)
    rows, by = chosen(request, project)
    cursor = request.GET.get("cursor", "")
    page: dict[str, Any] = {"project": project, "section": "requests", "by": by, "cursor": cursor}
    page["page"] = shown_page(rows, limit=PAGE_ROWS, cursor=cursor)
    page |= {"is_narrowed": any(by.values()), "days": settings_of(project).term_of("requests")}
    page["keeps_bodies"] = request_log.keeps_bodies(project)
    return page_or_part(request, "desk/requests.html", "desk/_requests.html", page)


@members_only
@require_safe
def request_page(request: HttpRequest, project_id: uuid.UUID, line_id: uuid.UUID) -> HttpResponse:
    """One request: when, with which key, what was sent and answered, and the document that came of it."""
    project = project_for(request, project_id)
    line = get_object_or_404(LoggedRequest.objects.filter(project=project).select_related("key"), pk=line_id)
    made = Render.objects.for_project(project).filter(env=line.env, pk__range=line.made_between)
    page: dict[str, Any] = {"project": project, "section": "requests", "line": line}
    page["made"] = made.filter(request_id=line.request_id).only("pk").first()
    page |= {"keeps_bodies": request_log.keeps_bodies(project), "days": settings_of(project).term_of("requests")}
    return render(request, "desk/request.html", page)


@members_only
@require_POST
def request_bodies(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Begin or stop keeping bodies."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    wanted = request.POST.get("keep") == "yes"
    request_log.keep_bodies(project, wanted=wanted)
    audit.record_in(project, "requests.bodies_kept" if wanted else "requests.bodies_dropped")
    kept, dropped = _("Bodies are kept from now on."), _("Bodies are no longer kept; those that were are gone.")
    messages.success(request, kept if wanted else dropped)
    return redirect("request-list", project_id=project.pk)

"""Pages about a whole project: how it does, and what went wrong."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.desk import checklist, failures, figures


@members_only
@require_safe
def project_home(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The first steps until they are made, then a month of renders and webhooks, and what stands out now."""
    project = project_for(request, project_id)
    steps = checklist.steps_of(project)
    wanted = request.GET.get("env", "")
    env = wanted if wanted in {"live", "test"} else steps.env
    page = {"project": project, "section": "home", "steps": steps, "selection": {"env": env}}
    return render(request, "desk/home.html", {**page, **figures.overview(project, env)})


@members_only
@require_safe
def failed_work(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Everything that ended badly, the newest first, with its reason and a way to try again."""
    project = project_for(request, project_id)
    page = {"project": project, "section": "failed", **failures.failed_work(project)}
    return render(request, "desk/failed.html", page)

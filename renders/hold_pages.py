"""The switch of the legal hold on a document's page."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from craftkit.accounts.access import members_only, person, project_for
from craftkit.accounts.roles import Role
from renders import holding
from renders.models import Render


@members_only
@require_POST
def document_hold(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """Place a hold, or lift it."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    document = get_object_or_404(Render.objects.for_project(project).select_related("project__account"), pk=render_id)
    if request.POST.get("hold") == "yes":
        holding.place(render=document, by=person(request).email, reason=request.POST.get("reason", "").strip())
    elif request.POST.get("hold") == "no":
        holding.lift(render=document)
    return redirect("document", project_id, render_id)

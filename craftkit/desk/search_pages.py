"""Search over a project: a page of its own, and the list in the palette that opens over every page."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from craftkit.accounts.access import members_only, project_for, role_in
from craftkit.desk.finding import by_kind, find


@members_only
@require_safe
def search(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """What answers to `q`, in groups."""
    project = project_for(request, project_id)
    words = request.GET.get("q", "").strip()
    found = find(project, role_in(request), words)
    return render(request, "desk/search.html", {"project": project, "words": words, "groups": by_kind(found)})


@members_only
@require_safe
def palette(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The same as the options of a list, for the palette."""
    project = project_for(request, project_id)
    found = find(project, role_in(request), request.GET.get("q", ""))
    return render(request, "desk/_found.html", {"found": found})

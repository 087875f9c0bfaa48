"""Pages about running sessions: the list that keeps up by itself, one session, ending it, usage by tenant."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from embed import console
from embed.actions import sessions
from embed.models import EmbedSession

form_page = require_http_methods(["GET", "HEAD", "POST"])


def session_in(project: Project, session_id: uuid.UUID) -> EmbedSession:
    """A session of the project that a partner's server opened, or 404."""
    rows = console.of_partners(project).select_related("project", "tenant", "actor", "template", "api_key")
    return get_object_or_404(rows.select_related("catalog_version__catalog"), pk=session_id)


@members_only
@require_safe
def session_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The sessions that run, the newest first."""
    project = project_for(request, project_id)
    selection = console.Selection.read(request.GET)
    found = selection.page(project)
    page = {"project": project, "selection": selection, "section": "embed", "tab": "sessions"}
    page |= {"page": found, "lines": console.standing(found.rows)}
    page |= {"states": console.STATES, "modes": console.MODES}
    return page_or_part(request, "embed/sessions.html", "embed/_sessions.html", page)


@members_only
@require_safe
def session_page(request: HttpRequest, project_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """One session: what it may do, what it used up, what was done in it."""
    project = project_for(request, project_id)
    page = {"project": project, "section": "embed", **console.inspected(session_in(project, session_id))}
    return render(request, "embed/session.html", page)


@members_only
@form_page
def session_revoke(request: HttpRequest, project_id: uuid.UUID, session_id: uuid.UUID) -> HttpResponse:
    """Ask, then end a session."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    session = session_in(project, session_id)
    if request.method != "POST":
        page = {"project": project, "session": session, "section": "embed"}
        return render(request, "embed/session_revoke.html", page)
    sessions.revoke(session=session)
    messages.success(request, _("The session is over: its token stopped working."))
    return redirect("embed-session", project_id, session_id)


@members_only
@require_safe
def usage_page(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """What each tenant used in a time."""
    project = project_for(request, project_id)
    wanted = request.GET.get("days", "")
    days = wanted if wanted in console.PERIODS else "30"
    found, lines, total = console.usage(project, int(days), request.GET.get("cursor", ""))
    page = {"project": project, "section": "embed", "tab": "usage", "days": days, "periods": console.PERIODS}
    page |= {"page": found, "lines": lines, "total": total}
    return render(request, "embed/usage.html", page)

"""Pages about sets of recipients: list, new, change, delete."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.speech import reasons
from signatures.actions import sets
from signatures.models import RecipientSet
from signatures.people import BadLine, read_lines

form_page = require_http_methods(["GET", "HEAD", "POST"])


def set_in(project: Project, set_id: uuid.UUID) -> RecipientSet:
    """A set of the project, or 404."""
    return get_object_or_404(RecipientSet, project=project, pk=set_id)


@members_only
@require_safe
def set_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The sets of a project by name."""
    project = project_for(request, project_id)
    found = RecipientSet.objects.filter(project=project).order_by("name")
    return render(request, "signatures/sets.html", {"project": project, "section": "signatures", "sets": found})


@members_only
@form_page
def set_new(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Make a set."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    return filled(request, project, lambda **asked: sets.add_set(project=project, **asked))


@members_only
@form_page
def set_edit(request: HttpRequest, project_id: uuid.UUID, set_id: uuid.UUID) -> HttpResponse:
    """Change a set's name and people."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    known = set_in(project, set_id)
    return filled(request, project, lambda **asked: sets.change_set(known=known, **asked), known)


def filled(request: HttpRequest, project: Project, action: Any, known: RecipientSet | None = None) -> HttpResponse:
    """The form, or the way back to the list once the action has it."""
    page: dict[str, Any] = {"project": project, "section": "signatures", "known": known}
    if request.method != "POST":
        return render(request, "signatures/set_form.html", {**page, "typed": typed_of(known)})
    typed = typed_in(request)
    try:
        made = action(**read(typed))
    except (BadLine, AppError) as fault:
        page |= {"typed": typed, "fault": told(fault)}
        return render(request, "signatures/set_form.html", page, status=422)
    messages.success(
        request, _("“%(name)s” is kept. Pick it where you send a document for signature.") % {"name": made.name}
    )
    return redirect("recipient-sets", project.pk)


def typed_in(request: HttpRequest) -> dict[str, Any]:
    """What was sent, as it was."""
    typed = {name: request.POST.get(name, "") for name in ("name", "people")}
    return {**typed, "in_order": "in_order" in request.POST}


def read(typed: dict[str, Any]) -> dict[str, Any]:
    """The same as the actions take it. Raises BadLine."""
    name = " ".join(typed["name"].replace("\0", "").split())[:100]
    return {"name": name, "people": read_lines(typed["people"][:20_000]), "in_order": typed["in_order"]}


def told(fault: Exception) -> str:
    """What is wrong, in one text."""
    return " ".join(reasons(fault)) if isinstance(fault, AppError) else str(fault)


def typed_of(known: RecipientSet | None) -> dict[str, Any]:
    """What the form begins with."""
    if known is None:
        return {"name": "", "people": "", "in_order": False}
    return {"name": known.name, "people": known.lines, "in_order": known.in_order}


@members_only
@form_page
def set_delete(request: HttpRequest, project_id: uuid.UUID, set_id: uuid.UUID) -> HttpResponse:
    """Ask, then delete."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    known = set_in(project, set_id)
    if request.method != "POST":
        page = {"project": project, "section": "signatures", "known": known}
        return render(request, "signatures/set_delete.html", page)
    sets.delete_set(known=known)
    messages.success(request, _("“%(name)s” is deleted.") % {"name": known.name})
    return redirect("recipient-sets", project.pk)

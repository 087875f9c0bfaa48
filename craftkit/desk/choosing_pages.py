"""The page that asks of which template a document or a batch is to be made, for whoever did not begin at one."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.roles import Role
from templates_app.listing import Selection

# What is made: its section with the page it is listed on, and the door that makes it of a template.
PURPOSES = {
    "document": {
        "section": "documents",
        "list": "document-list",
        "door": "document-create",
        "listed": _("Documents"),
        "title": _("Create document"),
        "lead": _("Choose what it looks like. Then fill in its form and see the pages at once."),
    },
    "batch": {
        "section": "batches",
        "list": "batch-list",
        "door": "batch-new",
        "listed": _("Batches"),
        "title": _("New batch"),
        "lead": _("Choose what its documents look like. Then upload a spreadsheet with a line for each."),
    },
}


@members_only
@require_safe
def template_choose(request: HttpRequest, project_id: uuid.UUID, purpose: str) -> HttpResponse:
    """The published templates as cards, each of which leads on to what is to be made of it."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    selection = Selection.read(request.GET, is_published=True)
    page = {"project": project, "selection": selection, "page": selection.page(project), **PURPOSES[purpose]}
    return render(request, "desk/choose.html", page)

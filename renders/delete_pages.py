"""Pages that delete documents: one from its page, or those picked in the list. Both ask first."""

from __future__ import annotations

import uuid
from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from craftkit.accounts.access import members_only, project_for
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from renders import deleting, picking
from renders.list_pages import picked, to_list
from renders.selection import Selection
from renders.views import document_of

NAMED = 10


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def document_delete(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """Ask, or say what is in the way; then delete."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    document = document_of(project, render_id)
    if request.method != "POST":
        page = {"project": project, "document": document, "section": "documents"}
        return render(request, "renders/delete.html", page | {"reason": deleting.reason_against(document)})
    try:
        deleting.delete(render=document)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("document", project_id, render_id)
    messages.success(request, _("The document is deleted."))
    return redirect(reverse("document-list", args=[project_id]) + ("?env=test" if document.env == "test" else ""))


@members_only
@require_POST
def documents_delete(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Ask, and once that is answered (`sure`), delete the picked documents."""
    project = project_for(request, project_id)
    found = list(picked(request, project))
    if found and "sure" not in request.POST:
        page = {"project": project, "documents": found, "named": found[:NAMED], "section": "documents"}
        page |= {"unnamed": len(found[NAMED:]), "selection": Selection.read(request.GET.dict())}
        return render(request, "renders/delete_many.html", page)
    tell(request, *picking.delete(found))
    return to_list(request, project)


def tell(request: HttpRequest, done: int, refusals: list[AppError]) -> None:
    """How many went, and how many stay for which reason."""
    if done:
        said = ngettext("%(n)d document is deleted.", "%(n)d documents are deleted.", done)
        messages.success(request, said % {"n": done})
    for why, count in Counter(map(spoken, refusals)).items():
        said = ngettext("%(n)d document stays: %(why)s", "%(n)d documents stay: %(why)s", count)
        messages.warning(request, said % {"n": count, "why": why})
    if not done and not refusals:
        messages.warning(request, _("Select documents first."))

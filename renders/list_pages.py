"""The list of documents: its page, what is done to picked ones, and the selection as CSV."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts.access import is_partial, members_only, page_or_part, person, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.api.context import request_id
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.lib.storage import store_from_url
from renders import exporting, ordering, picking, selection
from renders.models import Render, SavedView
from renders.picking import Outcome
from renders.selection import Selection
from templates_app.models import Template

MOST_TEMPLATES = 300
CHOICES = {
    "states": selection.STATES,
    "sources": selection.SOURCES,
    "spans": selection.SPANS,
    "orders": selection.ORDERS,
}


@members_only
@require_safe
def document_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The documents of a project that the address selects, live or test, newest first."""
    project = project_for(request, project_id)
    chosen = Selection.read(request.GET)
    found, is_cut = ordering.page_of(project, chosen)
    page: dict[str, Any] = {"project": project, "selection": chosen, "page": found, "section": "documents", **CHOICES}
    page |= {"is_cut": is_cut, "recent": selection.RECENT, "most": picking.MOST, "most_lines": exporting.MOST}
    page |= around(request, project, chosen, found.rows)
    if not found.rows and not chosen.is_narrowed:
        page["has_other"] = Render.objects.for_project(project).exclude(env=chosen.env).exists()
    answer = page_or_part(request, "renders/list.html", "renders/_list.html", page)
    if page["is_filtering"]:
        answer["HX-Replace-Url"] = f"{request.path}?{chosen.query}" if chosen.query else request.path
    return answer


def around(request: HttpRequest, project: Project, chosen: Selection, rows: list[Render]) -> dict[str, Any]:
    """What stands around the rows; a part that updates itself needs none of it."""
    is_filtering, is_whole = request.headers.get("HX-Trigger") == "filters", not is_partial(request)
    own = SavedView.objects.filter(project=project, user=person(request)).order_by("pk")
    views = list(own) if is_filtering or is_whole else []
    named = Template.objects.for_project(project).values("name", "slug").order_by("name")
    templates = list(named[:MOST_TEMPLATES]) if is_whole else []
    return {
        "is_moving": any(not document.is_terminal for document in rows),
        "is_filtering": is_filtering,
        "views": views,
        "is_kept": any(view.query == chosen.query for view in views),
        "templates": templates,
        "is_unlisted": chosen.template not in ["", *(row["slug"] for row in templates)],
    }


@members_only
@require_safe
def document_csv(request: HttpRequest, project_id: uuid.UUID) -> HttpResponseBase:
    """The selection for a spreadsheet, the first ten thousand documents of it."""
    project = project_for(request, project_id)
    pieces = exporting.pieces(project, Selection.read(request.GET))
    answer = StreamingHttpResponse((piece.encode() for piece in pieces), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{project.slug}-documents.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@members_only
@require_POST
def documents_zip(request: HttpRequest, project_id: uuid.UUID) -> HttpResponseBase:
    """The PDFs of the picked documents."""
    project = project_for(request, project_id, needs=Role.VIEWER)
    try:
        file = picking.packed(picked(request, project), store_from_url(settings.STORAGE_URL))
    except AppError as error:
        messages.error(request, spoken(error))
        return to_list(request, project)
    answer = StreamingHttpResponse(picking.chunks(file), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{project.slug}-documents.zip"'
    return answer


@members_only
@require_POST
def documents_again(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Render the picked documents once more."""
    project = project_for(request, project_id)
    outcome = picking.again(picked(request, project), request_id=request_id())
    said = ngettext("%(n)d document is rendered again.", "%(n)d documents are rendered again.", outcome.done)
    tell(request, outcome, said % {"n": outcome.done})
    return to_list(request, project)


@members_only
@require_POST
def documents_cancel(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Stop those of the picked documents that are not over."""
    project = project_for(request, project_id)
    outcome = picking.cancel(picked(request, project))
    said = ngettext("%(n)d document was cancelled.", "%(n)d documents were cancelled.", outcome.done)
    tell(request, outcome, said % {"n": outcome.done})
    return to_list(request, project)


def picked(request: HttpRequest, project: Project) -> Any:
    """The documents whose boxes were ticked."""
    return picking.picked(project, request.POST.getlist("id"))


def tell(request: HttpRequest, outcome: Outcome, said: str) -> None:
    """What was done, what was left, and why."""
    if outcome.done:
        messages.success(request, said)
    if outcome.fault:
        messages.error(request, outcome.fault)
    elif outcome.passed:
        left = ngettext(
            "%(n)d document was left as it is: this does not fit its state.",
            "%(n)d documents were left as they are: this does not fit their state.",
            outcome.passed,
        )
        messages.warning(request, left % {"n": outcome.passed})
    elif not outcome.done:
        messages.warning(request, _("Select documents first."))


def to_list(request: HttpRequest, project: Project) -> HttpResponse:
    """Back to the list as it was."""
    from_where = Selection.read(request.GET.dict())
    place = reverse("document-list", args=[project.pk])
    return redirect(f"{place}?{from_where.query_here}" if from_where.query_here else place)

"""Our own pages around the builder and the form: a frame, and the door at which their script opens a session.

Only a POST opens one, so that looking at a page, or being led to it from elsewhere, changes nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, cast

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from craftkit.accounts.access import Page, members_only, person, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.ids import parse_id
from embed.actions import members
from embed.models import EmbedSession
from renders.models import Render
from templates_app.fields import parse_manifest
from templates_app.mocks import mock_data
from templates_app.models import Template

PLACES = [SELF, settings.EMBED_URL]
framing = cast("Callable[[Page], Page]", csp_update({"frame-src": PLACES, "connect-src": PLACES}))
page_and_door = require_http_methods(["GET", "HEAD", "POST"])
TITLES = {
    "document": gettext_lazy("New document template"),
    "html": gettext_lazy("New HTML template"),
    "pdf-overlay": gettext_lazy("New PDF template"),
}


@members_only
@framing
@page_and_door
def template_create(request: HttpRequest, project_id: uuid.UUID, start: str) -> HttpResponse:
    """The builder with a template that is not saved yet."""
    project = project_for(request, project_id, needs=page_role(request))
    if start not in TITLES:
        raise Http404
    if request.method == "POST":
        return answered(lambda: members.open_new(project=project, member=person(request), kind=start))
    back = {"back": reverse("sample-list", args=[project_id]), "back_name": _("New template")}
    return shown(request, project, "builder", {"title": TITLES[start], **back})


@members_only
@framing
@page_and_door
def template_edit(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """The builder with a template of the project; with `?document=` its previews show that document's values."""
    project = project_for(request, project_id, needs=Role.VIEWER)
    template = template_of(project, slug)
    document = document_of(template, request.GET.get("document", ""))
    if request.method == "POST":
        more = {"values": document.data} if document else {}
        return answered(
            lambda: members.open_builder(project=project, member=person(request), template=template), **more
        )
    page = {"title": _("Edit %(name)s") % {"name": template.name}, **back_to(template, document)}
    return shown(request, project, "builder", page)


@members_only
@framing
@page_and_door
def document_create(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """The template's form; what is sent in becomes a document."""
    project = project_for(request, project_id, needs=page_role(request))
    template = template_of(project, slug)
    if request.method == "POST":
        more = {"example": example_of(template)}
        return answered(lambda: members.open_form(project=project, member=person(request), template=template), **more)
    page = {"title": _("Create document: %(name)s") % {"name": template.name}, "has_example": True, **back_to(template)}
    return shown(request, project, "form", page)


@members_only
@require_POST
def session_prolong(request: HttpRequest, project_id: uuid.UUID, own_id: uuid.UUID) -> HttpResponse:
    """Let a session of one's own last longer."""
    project = project_for(request, project_id, needs=Role.VIEWER)
    rows = EmbedSession.objects.filter(project=project, member=person(request))
    session = get_object_or_404(rows.select_related("project", "tenant", "actor", "template"), pk=own_id)
    return answered(lambda: members.prolong(session=session))


def page_role(request: HttpRequest) -> Role:
    """Pages that make something are for editors; at their doors the action refuses, in words for the script."""
    return Role.VIEWER if request.method == "POST" else Role.EDITOR


def template_of(project: Project, slug: str) -> Template:
    """A template of the project, or 404."""
    return get_object_or_404(Template.objects.for_project(project).select_related("current_version"), slug=slug)


def document_of(template: Template, identifier: str) -> Render | None:
    """The document of the template that an address names, if it names one."""
    known = parse_id(identifier)
    return Render.objects.alive().filter(template=template, pk=known).first() if known else None


def back_to(template: Template, document: Render | None = None) -> dict[str, str]:
    """The way back to the page of the document that one came from, else of the template."""
    if document:
        back = reverse("document", args=[template.project_id, document.pk])
        return {"back": back, "back_name": document.filename or template.name}
    return {"back": reverse("template", args=[template.project_id, template.slug]), "back_name": template.name}


def example_of(template: Template) -> dict[str, Any]:
    """Made-up answers."""
    version = template.current_version
    return mock_data(parse_manifest(version.manifest), locale=template.locale) if version else {}


def shown(request: HttpRequest, project: Project, surface: str, page: dict[str, Any]) -> HttpResponse:
    """The page with the place for the frame."""
    found = {"project": project, "surface": surface, "origin": settings.BASE_URL, **page}
    return render(request, "embed/workshop.html", found)


def answered(opening: Callable[[], EmbedSession], **more: Any) -> JsonResponse:
    """What the page's script needs of a session: its token, where it is prolonged, and where its template is."""
    try:
        session = opening()
    except AppError as error:
        return JsonResponse({"error": {"code": error.code, "message": error.message}}, status=error.status)
    renew = reverse("own-session", args=[session.project_id, session.pk])
    return JsonResponse({"token": members.token(session), "renew": renew, **whereabouts(session), **more})


def whereabouts(session: EmbedSession) -> dict[str, str | None]:
    """Addresses of the session's template, once there is one."""
    template = session.template
    if template is None or template.deleted_at:
        return {"edit": None, "page": None}
    place = [template.project_id, template.slug]
    return {"edit": reverse("template-edit", args=place), "page": reverse("template", args=place)}

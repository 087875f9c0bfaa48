"""Pages about templates."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for, recently_authenticated_if
from craftkit.accounts.roles import Role
from templates_app import actions
from templates_app.fields import parse_manifest
from templates_app.listing import SORTS, TYPES, Selection, tags_of
from templates_app.models import Template
from templates_app.outline import outline
from templates_app.placement import placement
from templates_app.samples import sample_of, samples
from templates_app.snippets import snippets

SHOWN_VERSIONS, MOST_VERSIONS = 20, 1_000


@members_only
@require_safe
def template_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The templates of a project: those that fit the reader's choice, a page at a time."""
    project = project_for(request, project_id)
    selection = Selection.read(request.GET)
    found = selection.page(project)
    page = {"project": project, "selection": selection, "page": found, "section": "templates"}
    page |= {"types": TYPES, "sorts": SORTS, "tags": tags_of(project)}
    page["is_drawing"] = any(map(is_being_drawn, found.rows))
    if not found.rows and not selection.is_narrowed:
        page["has_archived"] = Template.objects.for_project(project).exclude(archived_at=None).exists()
    return page_or_part(request, "templates/list.html", "templates/_cards.html", page)


def is_being_drawn(template: Template) -> bool:
    """Whether the picture of the current version is still to come."""
    version = template.current_version
    return version is not None and not (version.thumbnail_key or version.thumbnail_error)


@members_only
@recently_authenticated_if(lambda request: request.GET.get("reveal") == "hook")
@require_safe
def template_page(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """One template: how it looks, what it wants, how to use it. `?reveal=hook` shows the inbound hook's secrets."""
    is_revealed = request.GET.get("reveal") == "hook"
    project = project_for(request, project_id, needs=Role.ADMIN if is_revealed else None)
    found = Template.objects.for_project(project).select_related("current_version")
    template = get_object_or_404(found, slug=slug)
    page = {"project": project, "template": template, "section": "templates", "base_url": settings.BASE_URL}
    page["is_revealed"] = is_revealed
    most = MOST_VERSIONS if request.GET.get("versions") == "all" else SHOWN_VERSIONS
    page["versions"] = template.versions.defer("content", "manifest", "sample_data")[:most]
    page |= {"tags": template.tags.all(), "shown_versions": SHOWN_VERSIONS, **inside(template)}
    return render(request, "templates/page.html", page)


def inside(template: Template) -> dict[str, Any]:
    """What the current version wants and how to call it."""
    version = template.current_version
    if version is None:
        return {}
    lines = outline(parse_manifest(version.manifest))
    required = {line.key for line in lines if line.required}
    calls = snippets(base=settings.BASE_URL, slug=template.slug, data=version.sample_data, required=required)
    return {"lines": lines, "placed": placement(version.content), "snippets": calls}


@members_only
@require_safe
def sample_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The samples that a template can start from."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    page = {"project": project, "samples": samples(), "section": "templates"}
    return render(request, "templates/samples.html", page)


@members_only
@require_POST
def sample_start(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Make a template of the project from a sample, and lead to it, or on to its editor."""
    project, sample = project_for(request, project_id), sample_of(slug)
    if sample is None:
        raise Http404
    version = actions.start_from(project=project, sample=sample)
    if request.POST.get("open") == "editor":
        return redirect("template-edit", project_id, version.template.slug)
    messages.success(request, _("%(name)s is a template of this project now.") % {"name": sample.name})
    return redirect("template", project_id, version.template.slug)

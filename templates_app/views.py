"""Pages about templates."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for, recently_authenticated_if
from craftkit.accounts.roles import Role
from templates_app import actions
from templates_app.fields import parse_manifest
from templates_app.models import Template
from templates_app.outline import outline
from templates_app.placement import placement
from templates_app.samples import sample_of, samples
from templates_app.snippets import snippets

SHOWN_VERSIONS = 20


@members_only
@require_safe
def template_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The templates of a project, newest change first."""
    project = project_for(request, project_id)
    templates = list(
        Template.objects.for_project(project).select_related("current_version").order_by("-updated_at", "-pk")
    )
    page = {"project": project, "templates": templates, "section": "templates"}
    page["is_drawing"] = any(map(is_being_drawn, templates))
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
    page["versions"] = template.versions.defer("content", "manifest", "sample_data")[:SHOWN_VERSIONS]
    if version := template.current_version:
        page["lines"] = lines = outline(parse_manifest(version.manifest))
        page["placed"] = placement(version.content)
        required = {line.key for line in lines if line.required}
        page["snippets"] = snippets(base=settings.BASE_URL, slug=slug, data=version.sample_data, required=required)
    return render(request, "templates/page.html", page)


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
    messages.success(request, f"{sample.name} is a template of this project now.")
    return redirect("template", project_id, version.template.slug)

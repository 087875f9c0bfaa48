"""The page that shows what changed between two versions of a template, for data and for readers."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for
from renders import actions
from renders.models import VersionComparison
from renders.views import picture
from templates_app.differences import compare
from templates_app.fields import parse_manifest
from templates_app.models import Template, TemplateVersion

NUMBER = re.compile(r"[0-9]{1,9}")
KINDS = {"+": "added", "-": "removed"}
PLACES = {"--- old", "+++ new"}
SHOWN_VERSIONS = 100


@members_only
@require_safe
def version_compare(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """`?from=1&to=2`, else the current version and the one before it; updates itself until the pictures are there."""
    project = project_for(request, project_id)
    template = get_object_or_404(Template.objects.for_project(project).select_related("current_version"), slug=slug)
    new = version_of(template, request.GET.get("to", ""), template.current_version)
    old = version_of(template, request.GET.get("from", ""), before(template, new))
    changes = compare(parse_manifest(old.manifest), parse_manifest(new.manifest))
    comparison = actions.compare_later(old=old, new=new)
    page: dict[str, Any] = {"project": project, "template": template, "old": old, "new": new, "section": "templates"}
    page["numbers"] = list(template.versions.values_list("number", flat=True)[:SHOWN_VERSIONS])
    page |= {"changes": changes, "breaking": sum(change.breaks for change in changes), "comparison": comparison}
    page["lines"] = [marked(line) for line in comparison.result.get("text", []) if line not in PLACES]
    return page_or_part(request, "templates/compare.html", "templates/_compare.html", page)


def version_of(template: Template, number: str, otherwise: TemplateVersion | None) -> TemplateVersion:
    """The version of that number, the other one where none is named, or 404."""
    if number and NUMBER.fullmatch(number):
        return get_object_or_404(template.versions.all(), number=number)
    if number or otherwise is None:
        raise Http404
    return otherwise


def before(template: Template, version: TemplateVersion) -> TemplateVersion:
    """The version before this one; the first has only itself."""
    return template.versions.filter(number__lt=version.number).first() or version


def marked(line: str) -> tuple[str, str]:
    """A line of the text's differences, with what happened to it."""
    if line.startswith("@@"):
        return "gap", ""
    return KINDS.get(line[:1], "kept"), line


@members_only
@require_safe
def version_change(
    request: HttpRequest, project_id: uuid.UUID, slug: str, comparison_id: uuid.UUID, page: int
) -> HttpResponse:
    """Old, new and the changes of one page as a PNG."""
    template = get_object_or_404(Template.objects.for_project(project_for(request, project_id)), slug=slug)
    row = get_object_or_404(VersionComparison, pk=comparison_id, new__template=template)
    key = row.picture_key(page)
    return picture(request, key) if key else HttpResponse(status=404)

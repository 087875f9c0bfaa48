"""A project's export: all versions of its templates, and what is known about each document, as JSON in a ZIP."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from craftkit.accounts import audit
from craftkit.accounts.access import members_only, project_for, recently_authenticated
from craftkit.accounts.exporting import Rows, download
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from renders.models import Render
from templates_app.models import Template, TemplateVersion

TEMPLATE = ("id", "slug", "name", "description", "template_type", "locale", "created_at", "updated_at")
VERSION = ("template__slug", "number", "manifest", "content", "sample_data", "published_at")
DOCUMENT = (
    *("id", "env", "template__slug", "version__number", "source", "status", "filename", "data", "options", "warnings"),
    *("error_code", "error_message", "pages", "pdf_bytes", "pdf_sha256", "engine", "created_at", "completed_at"),
)


@members_only
@recently_authenticated
@require_safe
def project_export(request: HttpRequest, project_id: uuid.UUID) -> StreamingHttpResponse:
    """The project as a ZIP, without the PDFs; for those who look after it."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    audit.record_in(project, "data.exported", project.name)
    return download(files_of(project), name=f"{project.slug}-export.zip")


def files_of(project: Project) -> dict[str, Rows]:
    """The rows of each file, read from the database as they are written."""
    templates = Template.objects.for_project(project).order_by("pk")
    versions = TemplateVersion.objects.filter(template__in=templates).order_by("template", "number")
    documents = Render.objects.for_project(project).order_by("pk")
    return {
        "project.json": [{"id": project.pk, "name": project.name, "slug": project.slug, "since": project.created_at}],
        "templates.json": templates.values(*TEMPLATE),
        "template-versions.json": versions.values(*VERSION).iterator(chunk_size=20),
        "documents.json": documents.values(*DOCUMENT).iterator(chunk_size=500),
    }

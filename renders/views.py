"""Pages about documents, and the pictures of templates."""

from __future__ import annotations

import re
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for
from craftkit.accounts.models import Project
from craftkit.api.context import request_id
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.lib.storage import ObjectMissing, from_settings
from renders import actions, downloads
from renders.models import Render
from renders.receipts import receipt
from renders.remedies import remedy
from renders.stages import stages
from renders.told import deliveries_of
from templates_app.completion import trial
from templates_app.fields import parse_manifest
from templates_app.models import Template, TemplateVersion

SHORT_NUMBER = re.compile(r"[0-9]{1,9}")
FOREVER = "private, max-age=31536000, immutable"


@members_only
@require_safe
def document_page(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """One document: how it is doing, what it looks like, what it was made of."""
    project = project_for(request, project_id)
    document = document_of(project, render_id)
    page = {"project": project, "document": document, "section": "documents", **details(document)}
    return page_or_part(request, "renders/page.html", "renders/_document.html", page)


def document_of(project: Project, render_id: uuid.UUID) -> Render:
    """A render of the project, or 404."""
    rows = Render.objects.for_project(project).select_related("project", "template", "version", "api_key", "legal_hold")
    return get_object_or_404(rows.defer("version__content"), pk=render_id)


def details(document: Render) -> dict[str, Any]:
    """What a document's page shows beyond its row. The viewer reads the PDF from the address the page came from."""
    return {
        "stages": stages(document.timings),
        "started_after": milliseconds_between(document.created_at, document.started_at),
        "remedy": remedy(document.error_code),
        "download_url": downloads.link(document),
        "inline_url": (downloads.link(document, inline=True) or "").removeprefix(settings.BASE_URL),
        "can_render_again": document.template.deleted_at is None and document.data_purged_at is None,
        "is_current": document.version_id == document.template.current_version_id,
        "deliveries": deliveries_of(document),
    }


@members_only
@require_safe
def document_receipt(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """The receipt of a document that was made, as the API answers it."""
    document = document_of(project_for(request, project_id), render_id)
    if document.status != Render.Status.SUCCEEDED:
        return redirect("document", project_id, render_id)
    answer = JsonResponse(receipt(document), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="receipt-{document.pk}.json"'
    return answer


def milliseconds_between(begin: datetime, end: datetime | None) -> float | None:
    """Never negative: the two may come from clocks that differ a little."""
    return max((end - begin).total_seconds() * 1000, 0) if end else None


@members_only
@require_POST
def document_cancel(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """Stop an unfinished document."""
    document = document_of(project_for(request, project_id), render_id)
    try:
        actions.cancel(render=document)
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("document", project_id, render_id)


@members_only
@require_POST
def document_again(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """Render the same data with the same version and options once more."""
    document = document_of(project_for(request, project_id), render_id)
    back = redirect("document", project_id, render_id)
    if document.data_purged_at is not None:
        messages.error(request, _("Its data was deleted after the time for which this project keeps it."))
        return back
    # Without a zone it was made in UTC, whatever the project's default is by now.
    options = {"timezone": "UTC", **document.options}
    return start(request, document.version, back, data=document.data, options=options, env=document.env)


@members_only
@require_POST
def template_render(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Render a template with its sample data, and made-up values for what that leaves open, as a test document."""
    template = get_object_or_404(Template.objects.for_project(project_for(request, project_id)), slug=slug)
    back = redirect("template", project_id, slug)
    if template.current_version is None:
        messages.error(request, _("Publish a version first: there is nothing to render yet."))
        return back
    version = template.current_version
    data = trial(parse_manifest(version.manifest), version.sample_data, locale=template.locale)
    return start(request, version, back, data=data, options={}, env="test")


def start(request: HttpRequest, version: TemplateVersion, back: HttpResponse, **given: Any) -> HttpResponse:
    """Accept a render (given `data`, `options` and `env`) and lead to its page, or back with the reason why not."""
    template = version.template
    given |= {"source": Render.Source.DASHBOARD, "request_id": request_id()}
    try:
        made = actions.render_later(project=template.project, template=template, version=version, **given)[0]
    except AppError as error:
        messages.error(request, spoken(error))
        return back
    return redirect("document", made.project_id, made.pk)


@members_only
@require_safe
def template_thumbnail(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """`?version=N`, else the current version, as a PNG; a drawing in its place until the worker has made it."""
    found = Template.objects.for_project(project_for(request, project_id)).select_related("current_version")
    template = get_object_or_404(found, slug=slug)
    number = request.GET.get("version", "")
    chosen = template.versions.filter(number=number) if SHORT_NUMBER.fullmatch(number) else None
    version = template.current_version if chosen is None else get_object_or_404(chosen)
    if version is None or not version.thumbnail_key:
        return render(request, "templates/thumbnail.svg", {"version": version}, content_type="image/svg+xml")
    return picture(request, version.thumbnail_key)


def picture(request: HttpRequest, key: str) -> HttpResponse:
    """A stored PNG; its key names its content, so a browser need ask only once."""
    headers = {"ETag": f'"{key.rpartition("/")[2]}"', "Cache-Control": FOREVER}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    try:
        return HttpResponse(from_settings().get(key), content_type="image/png", headers=headers)
    except ObjectMissing:
        return HttpResponse(status=404)

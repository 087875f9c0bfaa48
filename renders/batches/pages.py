"""Pages about batches: the list, one batch, a new one from a CSV with a look at it before it starts."""

from __future__ import annotations

import csv
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.api.context import request_id
from craftkit.api.pagination import shown_page
from craftkit.lib.errors import AppError, InvalidRequest
from craftkit.lib.speech import all_reasons, reasons, spoken
from craftkit.lib.storage import ObjectMissing, from_settings
from renders.batch_models import NOT_MERGED
from renders.batches import actions, downloads
from renders.batches.columns import Reading, targets
from renders.batches.documents import counts_of
from renders.batches.forms import StartForm, UploadForm, mapping_of
from renders.batches.listing import page_of_rows, rows_in_state
from renders.batches.names import check_pattern
from renders.batches.preview import example, previewed
from renders.batches.standing import standing
from renders.models import Batch, BatchFile, BatchRow
from templates_app.fields import parse_manifest
from templates_app.models import Template

PAGE_ROWS, SHOWN_ROWS = 25, 25
STATES = {"", "failed", "invalid", "succeeded", "queued", "rendering", "cancelled"}
form_page = require_http_methods(["GET", "HEAD", "POST"])


@members_only
@require_safe
def batch_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The batches of a project, live or test, newest first."""
    project = project_for(request, project_id)
    env = "test" if request.GET.get("env") == "test" else "live"
    rows = Batch.objects.for_project(project, env).select_related("template", "version").defer("version__content")
    page = shown_page(rows, limit=PAGE_ROWS, cursor=request.GET.get("cursor", ""))
    counts = counts_of(page.rows)
    batches = [standing(batch, counts[batch.pk]) for batch in page.rows]
    context = {"project": project, "env": env, "page": page, "batches": batches, "section": "batches"}
    context["is_moving"] = any(not batch.is_over for batch in page.rows)
    if not batches:
        context["has_other"] = Batch.objects.for_project(project, "live" if env == "test" else "test").exists()
    return page_or_part(request, "batches/list.html", "batches/_list.html", context)


def batch_of(project: Project, batch_id: uuid.UUID) -> Batch:
    """A batch of the project, or 404."""
    rows = Batch.objects.filter(project=project).select_related("template", "version", "api_key", "project")
    return get_object_or_404(rows.defer("version__content"), pk=batch_id)


@members_only
@require_safe
def batch_page(request: HttpRequest, project_id: uuid.UUID, batch_id: uuid.UUID) -> HttpResponse:
    """One batch: how far it is, what became of its rows, and its files."""
    project = project_for(request, project_id)
    batch = batch_of(project, batch_id)
    if batch.status == Batch.Status.DRAFT:
        return redirect("batch-preview", project_id, batch_id)
    state = request.GET.get("status", "") if request.GET.get("status", "") in STATES else ""
    context: dict[str, Any] = {"project": project, "section": "batches", "state": state}
    context |= standing(batch, counts_of([batch])[batch.pk]) | rows_shown(batch, state, request.GET.get("cursor", "0"))
    context |= {"ignored": Reading.from_json(batch.reading).ignored if batch.reading else []}
    context |= {"files": files_of(batch), "can_retry": is_retryable(batch, context["counts"])}
    is_building = any(file["is_building"] for file in context["files"])
    context["is_moving"] = not batch.is_over or is_building
    return page_or_part(request, "batches/page.html", "batches/_batch.html", context)


def rows_shown(batch: Batch, state: str, cursor: str) -> dict[str, Any]:
    """A page of the rows."""
    try:
        rows, paging = page_of_rows(rows_in_state(batch, state), {"limit": SHOWN_ROWS, "cursor": cursor})
    except InvalidRequest:
        rows, paging = page_of_rows(rows_in_state(batch, state), {"limit": SHOWN_ROWS})
    shown = [
        {
            "row": row,
            "reason": all_reasons(row.issues) or (spoken(row.render.error_message) if row.render else ""),
            "note": _(NOT_MERGED) if row.is_unmerged else "",
        }
        for row in rows
    ]
    return {"rows": shown, "cursor": cursor, **paging}


def is_retryable(batch: Batch, counts: dict[str, int]) -> bool:
    """Whether there is something to send again."""
    left = counts["failed"] + counts["cancelled"] + counts["pending"]
    return batch.status in (Batch.Status.COMPLETED, Batch.Status.CANCELLED) and left > 0


def files_of(batch: Batch) -> list[dict[str, Any]]:
    """Both files as they stand, also when nobody asked for them yet."""
    found = {file.kind: file for file in BatchFile.objects.filter(batch=batch, round=batch.round)}
    titles = {BatchFile.Kind.ZIP: _("Zip of all PDFs"), BatchFile.Kind.MERGED: _("One merged PDF")}
    return [
        {
            "kind": kind.value,
            "title": title,
            "file": found.get(kind.value),
            "is_building": is_building(found.get(kind.value)),
            "left_out": left_out(batch) if kind == BatchFile.Kind.MERGED else 0,
        }
        for kind, title in titles.items()
    ]


def left_out(batch: Batch) -> int:
    """How many documents the merged PDF had to go without."""
    return BatchRow.objects.filter(batch=batch, is_unmerged=True).count()


def is_building(file: BatchFile | None) -> bool:
    """Whether it was asked for and is not ready."""
    return file is not None and file.status in (BatchFile.Status.QUEUED, BatchFile.Status.BUILDING)


@members_only
@require_POST
def batch_cancel(request: HttpRequest, project_id: uuid.UUID, batch_id: uuid.UUID) -> HttpResponse:
    """Stop what is not made yet."""
    return done(request, batch_of(project_for(request, project_id), batch_id), actions.cancel)


@members_only
@require_POST
def batch_retry(request: HttpRequest, project_id: uuid.UUID, batch_id: uuid.UUID) -> HttpResponse:
    """Send again what failed."""
    return done(request, batch_of(project_for(request, project_id), batch_id), actions.retry)


def done(request: HttpRequest, batch: Batch, action: Any, **given: Any) -> HttpResponse:
    """Do it, and lead back to the batch with the reason if it cannot be done."""
    try:
        action(batch=batch, **given)
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("batch", batch.project_id, batch.pk)


@members_only
@form_page
def batch_file(request: HttpRequest, project_id: uuid.UUID, batch_id: uuid.UUID, kind: str) -> HttpResponseBase:
    """POST asks for the zip or the merged PDF, GET downloads it once it is ready."""
    batch = batch_of(project_for(request, project_id), batch_id)
    file = get_object_or_404(BatchFile, batch=batch, kind=kind, round=batch.round) if request.method != "POST" else None
    if file is None:
        # One that failed is built anew.
        BatchFile.objects.filter(batch=batch, kind=kind, status=BatchFile.Status.FAILED).delete()
        return done(request, batch, actions.want_file, kind=BatchFile.Kind(kind))
    if file.status != BatchFile.Status.READY:
        return redirect("batch", project_id, batch_id)
    return downloads.file_response(file)


@members_only
@require_safe
def batch_report(request: HttpRequest, project_id: uuid.UUID, batch_id: uuid.UUID) -> HttpResponseBase:
    """What became of each row, for a spreadsheet."""
    batch = batch_of(project_for(request, project_id), batch_id)
    return downloads.report_response(batch, only_failed=request.GET.get("only") == "failed")


def template_of(project: Project, slug: str) -> Template:
    """A template of the project that was published, or 404."""
    rows = Template.objects.for_project(project).exclude(current_version=None).select_related("current_version")
    return get_object_or_404(rows, slug=slug)


@members_only
@require_safe
def batch_example(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """A CSV that fits the template."""
    template = template_of(project_for(request, project_id), slug)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{template.slug}-rows.csv"'
    version = template.current_version
    csv.writer(response).writerows(example(parse_manifest(version.manifest)) if version else [])
    return response


@members_only
@form_page
def batch_new(request: HttpRequest, project_id: uuid.UUID, slug: str) -> HttpResponse:
    """Upload a CSV; nothing starts before it was looked at."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    template = template_of(project, slug)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        draft = drafted(template, form, request)
        if draft:
            return redirect("batch-preview", project_id, draft.pk)
    version = template.current_version
    columns = targets(parse_manifest(version.manifest)) if version else []
    context = {"project": project, "template": template, "form": form, "columns": columns, "section": "templates"}
    return render(request, "batches/new.html", context, status=422 if form.is_bound else 200)


def drafted(template: Template, form: UploadForm, request: HttpRequest) -> Batch | None:
    """The upload as a draft; None when it cannot be read, which the form then says."""
    version = template.current_version
    if version is None:
        return None
    file = form.cleaned_data["file"]
    upload = actions.Upload(file.read(), "csv", is_draft=True)
    wishes = actions.Wishes(name=file.name[:200])
    asker = actions.Asker(form.cleaned_data["env"], request_id=request_id())
    try:
        return actions.accept(version=version, upload=upload, wishes=wishes, asker=asker)[0]
    except AppError as error:
        form.add_error("file", reasons(error)[0])
        return None


@members_only
@form_page
def batch_preview(request: HttpRequest, project_id: uuid.UUID, batch_id: uuid.UUID) -> HttpResponse:
    """The columns and what they feed, the first rows that do not fit, and the start."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    batch = batch_of(project, batch_id)
    if batch.status != Batch.Status.DRAFT:
        return redirect("batch", project_id, batch_id)
    form = StartForm(request.POST) if request.method == "POST" else StartForm(initial={"name": batch.name})
    context: dict[str, Any] = {"project": project, "batch": batch, "form": form, "section": "batches"}
    context |= looked_at(batch, form, request)
    if request.method == "POST" and "start" in request.POST and form.is_valid() and "problem" not in context:
        wishes = form.wishes()
        actions.start(batch=batch, reading=context["reading"], total=context["total"], wishes=wishes)
        return redirect("batch", project_id, batch_id)
    is_refused = request.method == "POST" and ("problem" in context or not form.is_valid())
    return render(request, "batches/preview.html", context, status=422 if is_refused else 200)


def looked_at(batch: Batch, form: StartForm, request: HttpRequest) -> dict[str, Any]:
    """What the preview shows of the upload, read as the form says."""
    manifest = parse_manifest(batch.version.manifest)
    reading = Reading.from_json(batch.reading)
    found: dict[str, Any] = {"targets": targets(manifest), "reading": reading, "total": batch.total}
    try:
        raw = from_settings().get(batch.source_key)
    except ObjectMissing:
        return found | {"problem": _("The upload is no longer there. Upload the file again.")}
    try:
        if form.is_bound and form.is_valid():
            mapping, group_by = mapping_of(request.POST, reading), form.cleaned_data["group_by"]
            upload = actions.Upload(raw, "csv", mapping, group_by, reading.delimiter, reading.encoding)
            found["reading"], found["total"] = actions.read(upload, manifest)
            check_pattern(form.cleaned_data["filename"], manifest)
    except AppError as error:
        found["problem"] = reasons(error)[0]
    pattern = form.cleaned_data.get("filename", "") if form.is_bound and form.is_valid() else ""
    strict = bool(form.is_bound and form.is_valid() and form.cleaned_data["strict"])
    preview = previewed(raw, found["reading"], manifest, pattern=pattern, strict=strict)
    return found | {"preview": preview}

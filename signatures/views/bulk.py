"""Pages that send a whole batch for signature: who signs, a look at every row, and what became of them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import members_only, page_or_part, person, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.api.idempotency import Once, fingerprint
from craftkit.lib.errors import AppError
from craftkit.mail.actions import is_configured
from renders.models import Batch, BatchRow
from signatures import bulk as planning
from signatures import reports
from signatures.actions import bulk, lay_out
from signatures.actions.preparing import Layout
from signatures.bulk_forms import BulkForm, keys_of
from signatures.models import BulkSending
from signatures.people import BadLine

form_page = require_http_methods(["GET", "HEAD", "POST"])


@members_only
@form_page
def bulk_new(request: HttpRequest, project_id: uuid.UUID, batch_id: uuid.UUID) -> HttpResponse:
    """Say who signs the documents of a batch, look at the rows, send."""
    batch = batch_of(project_for(request, project_id, needs=Role.EDITOR), batch_id)
    first = first_of(batch)
    try:
        bulk.refuse_unfit(batch)
        layout = lay_out(render=first.render) if first and first.render else Layout([], {}, [])
    except AppError as error:
        messages.error(request, error.message)
        return redirect("batch", project_id, batch_id)
    if request.method == "POST":
        return taken(request, batch, layout, first)
    form = BulkForm.fresh(batch.name or batch.template.name, roles_in(layout), keys_of(first))
    return asked_for(request, batch, layout, form, first)


def batch_of(project: Project, batch_id: uuid.UUID) -> Batch:
    """A batch of the project, or 404."""
    return get_object_or_404(Batch.objects.select_related("project", "template"), project=project, pk=batch_id)


def first_of(batch: Batch) -> BatchRow | None:
    """The first row that has a document."""
    done = batch.rows.filter(render__status="succeeded").order_by("number")
    return done.select_related("render__project", "render__template", "render__version").first()


def roles_in(layout: Layout) -> list[str]:
    """The roles that have something to fill in; one without a name where the template's fields name none."""
    return list(layout.roles) or ([""] if layout.places else [])


def taken(request: HttpRequest, batch: Batch, layout: Layout, first: BatchRow | None) -> HttpResponse:
    """A look at the rows, or the way to what was sent."""
    form = BulkForm.read(request.POST)
    try:
        pattern = form.pattern()
        form.faults += form.idle(pattern, roles_in(layout))
        if request.POST.get("do") == "send" and not form.faults:
            return sent(request, batch, form, pattern)
        lines = [] if form.faults else planning.plan(batch, pattern)
    except BadLine as fault:
        form.faults.append(str(fault))
        lines = []
    except AppError as error:
        form.take(error)
        lines = planning.plan(batch, pattern)
    return asked_for(request, batch, layout, form, first, lines, status=422 if form.faults else 200)


def sent(request: HttpRequest, batch: Batch, form: BulkForm, pattern: dict[str, Any]) -> HttpResponse:
    """All of them; the same ones for a page that is sent twice. Raises what the action raises."""
    mark = fingerprint("POST", request.path, pattern)
    once = Once(batch.project_id, batch.env, "signature-bulk-page", f"{form.once[:36]}:{mark}", mark)
    made, _ = bulk.send_batch(batch=batch, pattern=pattern, by=person(request), once=once)
    messages.success(request, f"{made.total} sent. This page shows how far they are.")
    return redirect("signature-bulk", batch.project_id, made.pk)


def asked_for(
    request: HttpRequest,
    batch: Batch,
    layout: Layout,
    form: BulkForm,
    first: BatchRow | None,
    lines: list[planning.Line] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, as far as it is filled in; with a look at the rows once they were planned."""
    rows = [reports.told(line) for line in lines or []]
    page: dict[str, Any] = {"project": batch.project, "batch": batch, "form": form, "section": "batches"}
    page |= {
        "roles": [role for role in roles_in(layout) if role],
        "has_fields": bool(layout.places),
        "keys": keys_of(first),
    }
    page |= {"rows": rows, "bad": sum(bool(row["issues"]) for row in rows), "can_mail": is_configured(batch.project)}
    return render(request, "signatures/bulk_new.html", page, status=status)


@members_only
@require_safe
def bulk_page(request: HttpRequest, project_id: uuid.UUID, bulk_id: uuid.UUID) -> HttpResponse:
    """What became of the requests of a batch."""
    project = project_for(request, project_id)
    sending = sending_of(project, bulk_id)
    rows = sending.requests.prefetch_related("recipients").order_by("created_at")
    page = {"project": project, "section": "signatures", "sending": sending, "requests": rows}
    page |= {"counts": reports.answer(sending)["counts"], "is_moving": any(row.is_open for row in rows)}
    return page_or_part(request, "signatures/bulk.html", "signatures/_bulk.html", page)


@members_only
@require_safe
def bulk_result(request: HttpRequest, project_id: uuid.UUID, bulk_id: uuid.UUID) -> HttpResponse:
    """The same as CSV."""
    sending = sending_of(project_for(request, project_id), bulk_id)
    name = f'attachment; filename="signatures-{sending.pk}.csv"'
    return HttpResponse(reports.table(sending), "text/csv; charset=utf-8", headers={"Content-Disposition": name})


def sending_of(project: Project, bulk_id: uuid.UUID) -> BulkSending:
    """A sending of the project, or 404."""
    return get_object_or_404(BulkSending.objects.select_related("batch__template"), project=project, pk=bulk_id)

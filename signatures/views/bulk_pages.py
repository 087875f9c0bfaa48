"""Pages about batches that are sent for signature: the list, and one of them with what became of each row."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST, require_safe

from craftkit.accounts.access import members_only, page_or_part, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.api.pagination import shown_page
from craftkit.lib.errors import AppError, InvalidRequest
from craftkit.lib.speech import spoken
from renders.batches.listing import page_of_rows
from signatures import bulk_files, reports
from signatures.actions import bulk
from signatures.bulk_words import SAID, counted, faults_of
from signatures.models import BulkRow, BulkSending
from signatures.reports import Counts
from signatures.states import OPEN

PAGE_ROWS, SHOWN_ROWS = 25, 25


@members_only
@require_safe
def bulk_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The bulk sendings of a project, live or test, newest first."""
    project = project_for(request, project_id)
    env = "test" if request.GET.get("env") == "test" else "live"
    rows = BulkSending.objects.filter(project=project, env=env).select_related("batch__template")
    page = shown_page(rows, limit=PAGE_ROWS, cursor=request.GET.get("cursor", ""))
    counts = reports.counts_of(page.rows)
    context: dict[str, Any] = {"project": project, "section": "signatures", "env": env, "page": page}
    context["sendings"] = [standing(sending, counts[sending.pk]) for sending in page.rows]
    context["is_moving"] = any(not sending.is_over for sending in page.rows)
    return page_or_part(request, "signatures/bulk_list.html", "signatures/_bulk_list.html", context)


def standing(sending: BulkSending, counts: Counts) -> dict[str, Any]:
    """A sending with its numbers, also in words."""
    return {
        "sending": sending,
        "counts": counts,
        "shown": counted(counts),
        "over": sending.total - counts.get("queued", 0),
    }


def sending_of(project: Project, bulk_id: uuid.UUID) -> BulkSending:
    """A sending of the project, or 404."""
    return get_object_or_404(BulkSending.objects.select_related("batch__template"), project=project, pk=bulk_id)


@members_only
@require_safe
def bulk_page(request: HttpRequest, project_id: uuid.UUID, bulk_id: uuid.UUID) -> HttpResponse:
    """One of them: how far it is, and its rows."""
    project = project_for(request, project_id)
    sending = sending_of(project, bulk_id)
    state = request.GET.get("status", "") if request.GET.get("status", "") in SAID else ""
    counts = reports.counts_of([sending])[sending.pk]
    page = {"project": project, "section": "signatures", "state": state, **standing(sending, counts)}
    page |= rows_shown(sending, state, request.GET.get("cursor", "0"))
    page["pace"] = 5000 if sending.is_over else 1000
    page["is_moving"] = not sending.is_over or any(counts.get(open_state) for open_state in OPEN)
    return page_or_part(request, "signatures/bulk.html", "signatures/_bulk.html", page)


def rows_shown(sending: BulkSending, state: str, cursor: str) -> dict[str, Any]:
    """A page of the rows."""
    rows = reports.rows_in_state(sending, state)
    try:
        found, paging = page_of_rows(rows, {"limit": SHOWN_ROWS, "cursor": cursor})
    except InvalidRequest:
        cursor = "0"
        found, paging = page_of_rows(rows, {"limit": SHOWN_ROWS})
    return {"rows": list(in_words(found, sending)), "cursor": cursor, **paging}


def in_words(rows: Iterable[BulkRow], sending: BulkSending) -> Iterable[dict[str, Any]]:
    """Rows as the page shows them."""
    pattern = sending.pattern
    for row in rows:
        faults = faults_of(row.issues) if row.issues else []
        yield {**reports.told_row(row, pattern), "request": row.request, "issues": faults}


@members_only
@require_POST
def bulk_cancel(request: HttpRequest, project_id: uuid.UUID, bulk_id: uuid.UUID) -> HttpResponse:
    """Send nothing more."""
    return done(request, sending_of(project_for(request, project_id, needs=Role.EDITOR), bulk_id), bulk.cancel)


@members_only
@require_POST
def bulk_retry(request: HttpRequest, project_id: uuid.UUID, bulk_id: uuid.UUID) -> HttpResponse:
    """Try the faulty rows again."""
    return done(request, sending_of(project_for(request, project_id, needs=Role.EDITOR), bulk_id), bulk.retry)


def done(request: HttpRequest, sending: BulkSending, action: Callable[..., object]) -> HttpResponse:
    """Do it, and lead back with the reason if it cannot be done."""
    try:
        action(sending=sending)
    except AppError as error:
        messages.error(request, spoken(error))
    return redirect("signature-bulk", sending.project_id, sending.pk)


@members_only
@require_safe
def bulk_result(request: HttpRequest, project_id: uuid.UUID, bulk_id: uuid.UUID) -> HttpResponseBase:
    """What became of each row, for a spreadsheet."""
    return bulk_files.result(sending_of(project_for(request, project_id), bulk_id))

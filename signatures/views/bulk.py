"""Pages that send a whole batch for signature: who signs, a look at every row, and what became of them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import members_only, page_or_part, person, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.api.idempotency import Once, fingerprint
from craftkit.lib.errors import AppError, InvalidRequest
from craftkit.lib.speech import spoken
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
RECIPIENT = re.compile(r"recipients\[(\d+)\]\.(\w+)")
SAID = {
    "sent": ngettext_lazy("%(count)d sent", "%(count)d sent", "count"),
    "viewed": ngettext_lazy("%(count)d viewed", "%(count)d viewed", "count"),
    "completed": ngettext_lazy("%(count)d completed", "%(count)d completed", "count"),
    "declined": ngettext_lazy("%(count)d declined", "%(count)d declined", "count"),
    "expired": ngettext_lazy("%(count)d expired", "%(count)d expired", "count"),
    "cancelled": ngettext_lazy("%(count)d cancelled", "%(count)d cancelled", "count"),
    "failed": ngettext_lazy("%(count)d failed", "%(count)d failed", "count"),
}


@dataclass(frozen=True)
class Case:
    """A batch, its first row with a document, and how that is laid out, as all others are."""

    batch: Batch
    first: BatchRow
    layout: Layout

    @property
    def roles(self) -> list[str]:
        """The roles that have something to fill in; one without a name where the template's fields name none."""
        return list(self.layout.roles) or ([""] if self.layout.places else [])


@members_only
@form_page
def bulk_new(request: HttpRequest, project_id: uuid.UUID, batch_id: uuid.UUID) -> HttpResponse:
    """Say who signs the documents of a batch, look at the rows, send."""
    project = project_for(request, project_id, needs=Role.EDITOR)
    batch = get_object_or_404(Batch.objects.select_related("project", "template"), project=project, pk=batch_id)
    try:
        case = case_of(batch)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("batch", project_id, batch_id)
    if request.method == "POST":
        return taken(request, case)
    return asked_for(request, case, BulkForm.fresh(batch.name or batch.template.name, case.roles, keys_of(case.first)))


def case_of(batch: Batch) -> Case:
    """What there is to know before it is sent. Raises InvalidRequest for what is no batch to send."""
    bulk.refuse_unfit(batch)
    done = batch.rows.filter(render__status="succeeded").order_by("number")
    first = done.select_related("render__project", "render__template", "render__version").first()
    if first is None or first.render is None:
        raise InvalidRequest(_("No document of the batch is finished, so there is nothing to sign."))
    return Case(batch, first, lay_out(render=first.render))


def taken(request: HttpRequest, case: Case) -> HttpResponse:
    """A look at the rows, or the way to what was sent."""
    form, lines = BulkForm.read(request.POST), []
    try:
        pattern = form.pattern(case.roles)
        lines = planning.plan(case.batch, pattern)
        if request.POST.get("do") == "send":
            return sent(request, case.batch, form, pattern)
    except (BadLine, AppError) as fault:
        form.fault = str(fault)
    return asked_for(request, case, form, lines)


def sent(request: HttpRequest, batch: Batch, form: BulkForm, pattern: dict[str, Any]) -> HttpResponse:
    """All of them; the same ones for a page that is sent twice. Raises what the action raises."""
    mark = fingerprint("POST", request.path, pattern)
    once = Once(batch.project_id, batch.env, "signature-bulk-page", f"{form.once[:36]}:{mark}", mark)
    made = bulk.send_batch(batch=batch, pattern=pattern, by=person(request), once=once)[0]
    messages.success(
        request,
        ngettext(
            "%(total)d sent. This page shows how far they are.",
            "%(total)d sent. This page shows how far they are.",
            made.total,
        )
        % {"total": made.total},
    )
    return redirect("signature-bulk", batch.project_id, made.pk)


def asked_for(request: HttpRequest, case: Case, form: BulkForm, lines: Sequence[planning.Line] = ()) -> HttpResponse:
    """The page, as far as it is filled in; with a look at the rows once they were planned."""
    rows = [in_words(reports.told(line)) for line in lines]
    project = case.batch.project
    page: dict[str, Any] = {"project": project, "batch": case.batch, "form": form, "section": "batches"}
    page |= {"roles": list(case.layout.roles), "has_fields": bool(case.layout.places), "keys": keys_of(case.first)}
    page |= {"rows": rows, "bad": sum(bool(row["issues"]) for row in rows), "can_mail": is_configured(project)}
    return render(request, "signatures/bulk_new.html", page, status=422 if form.fault else 200)


def in_words(row: dict[str, Any]) -> dict[str, Any]:
    """The row, with recipients counted as people count them."""
    return {**row, "issues": [RECIPIENT.sub(counted, one) for one in row["issues"]]}


def counted(found: re.Match[str]) -> str:
    """The place of a fault: recipients begin with one."""
    return _("Recipient %(number)d, %(field)s") % {"number": int(found[1]) + 1, "field": found[2]}


@members_only
@require_safe
def bulk_page(request: HttpRequest, project_id: uuid.UUID, bulk_id: uuid.UUID) -> HttpResponse:
    """What became of the requests of a batch."""
    project = project_for(request, project_id)
    sending = sending_of(project, bulk_id)
    rows = list(sending.requests.prefetch_related("recipients").order_by("created_at"))
    page = {"project": project, "section": "signatures", "sending": sending, "requests": rows}
    counts = reports.answer(sending)["counts"].items()
    page["counts"] = [SAID[state] % {"count": count} for state, count in counts]
    page["is_moving"] = any(row.is_open for row in rows)
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

"""The page that sends a whole batch for signature: who signs, and a look at the rows before it is sent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from craftkit.accounts.access import members_only, person, project_for
from craftkit.accounts.roles import Role
from craftkit.api.idempotency import Once, fingerprint
from craftkit.lib.errors import AppError, InvalidRequest, field_issues
from craftkit.lib.speech import reasons, spoken
from craftkit.mail.actions import is_configured
from renders.models import Batch, BatchRow
from signatures import bulk as planning
from signatures import reports
from signatures.actions import bulk, lay_out
from signatures.actions.bulk import ALL_OR_NOTHING, PARTIAL, Order
from signatures.actions.preparing import Layout
from signatures.bulk_forms import BulkForm, keys_of
from signatures.bulk_words import faults_of
from signatures.people import BadLine

SHOWN_ROWS, MOST_SHOWN = 25, 200
form_page = require_http_methods(["GET", "HEAD", "POST"])


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
    """A look at the rows, or the way to what is sent."""
    form, looked = BulkForm.read(request.POST), Look()
    try:
        pattern = form.pattern(case.roles)
        if request.POST.get("do") in ("send", "send-rest"):
            return sent(request, case.batch, form, pattern)
        looked = Look.at(case.batch, pattern)
    except BadLine as fault:
        form.fault = str(fault)
    except AppError as error:
        looked = Look.at(case.batch, pattern)
        # What only the document shows, no look at the row does.
        form.fault = spoken(error) if looked.bad else " ".join(dict.fromkeys([spoken(error), *reasons(error)[:1]]))
    return asked_for(request, case, form, looked)


@dataclass
class Look:
    """What the rows ask for: the first ones, all others that cannot be sent, and how many there are of which kind."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    total: int = 0
    bad: int = 0

    @classmethod
    def at(cls, batch: Batch, pattern: dict[str, Any]) -> Look:
        """A look at all rows of a batch."""
        look = cls()
        for line in planning.plan(batch, pattern):
            look.total += 1
            look.bad += bool(line.faults)
            if len(look.rows) < SHOWN_ROWS or (line.faults and len(look.rows) < MOST_SHOWN):
                look.rows.append({**reports.told(line), "issues": faults_of(field_issues(line.faults))})
        return look

    @property
    def good(self) -> int:
        """How many can be sent."""
        return self.total - self.bad


def sent(request: HttpRequest, batch: Batch, form: BulkForm, pattern: dict[str, Any]) -> HttpResponse:
    """All of them, or those that fit; the same sending for a page that is sent twice. Raises what the action raises."""
    mode = PARTIAL if request.POST["do"] == "send-rest" else ALL_OR_NOTHING
    mark = fingerprint("POST", request.path, [pattern, mode])
    once = Once(batch.project_id, batch.env, "signature-bulk-page", f"{form.once[:36]}:{mark}", mark)
    order = Order(pattern, mode, by=person(request))
    made = bulk.send_batch(batch=batch, order=order, once=once)[0]
    messages.success(request, _("The rows are on their way. This page shows how far they are."))
    return redirect("signature-bulk", batch.project_id, made.pk)


def asked_for(request: HttpRequest, case: Case, form: BulkForm, look: Look | None = None) -> HttpResponse:
    """The page, as far as it is filled in; with a look at the rows once there was one."""
    project = case.batch.project
    page: dict[str, Any] = {"project": project, "batch": case.batch, "form": form, "section": "batches"}
    page |= {"roles": list(case.layout.roles), "has_fields": bool(case.layout.places), "keys": keys_of(case.first)}
    page |= {"look": look or Look(), "can_mail": is_configured(project)}
    return render(request, "signatures/bulk_new.html", page, status=422 if form.fault else 200)

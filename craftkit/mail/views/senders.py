"""Pages about how a project writes and to whom it does not: the sender, and the suppression list."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts.access import members_only, person, project_for
from craftkit.accounts.roles import Role
from craftkit.api.pagination import shown_page
from craftkit.lib.undo import done
from craftkit.mail import actions
from craftkit.mail.composing import sample
from craftkit.mail.forms import SenderForm, SuppressionForm
from craftkit.mail.models import Suppression
from craftkit.mail.reading import opened
from craftkit.mail.views.mails import common, in_frame, with_frame

form_page = require_http_methods(["GET", "HEAD", "POST"])
PAGE_ROWS = 50


@members_only
@with_frame
@form_page
def sender_page(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """How the project's mails are signed, with one to look at."""
    project = project_for(request, project_id, needs=Role.ADMIN)
    form = SenderForm(request.POST or None, request.FILES or None, project=project)
    if not form.is_valid():
        page = common(project, form=form, tab="sender")
        return render(request, "outbox/sender.html", page, status=422 if request.method == "POST" else 200)
    actions.change_sender(project=project, **form.changes())
    messages.success(request, _("Mails look like this from now on."))
    return redirect("mail-sender", project_id)


@members_only
@in_frame
@xframe_options_sameorigin
@require_safe
def sample_body(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """An example of a mail, with the project's brand."""
    return HttpResponse(opened(sample(project_for(request, project_id))).html)


@members_only
@form_page
def suppression_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """Addresses that get no mail, and adding one."""
    project = project_for(request, project_id, needs=Role.ADMIN if request.method == "POST" else None)
    form = SuppressionForm(request.POST or None)
    if form.is_valid():
        actions.suppress(project=project, address=form.cleaned_data["address"], by=person(request).email)
        return redirect("suppression-list", project_id)
    rows = shown_page(
        Suppression.objects.filter(project=project_id), limit=PAGE_ROWS, cursor=request.GET.get("cursor", "")
    )
    page = common(project, form=form, page=rows, tab="suppressed")
    return render(request, "outbox/suppressed.html", page, status=422 if request.method == "POST" else 200)


@members_only
@require_POST
def suppression_remove(request: HttpRequest, project_id: uuid.UUID, suppression_id: uuid.UUID) -> HttpResponse:
    """Write to the address again."""
    rows = Suppression.objects.filter(project=project_for(request, project_id, needs=Role.ADMIN))
    row = get_object_or_404(rows, pk=suppression_id)
    actions.unsuppress(suppression=row)
    said = _("%(address)s gets mail again.") % {"address": row.address}
    done(request, said, undo=reverse("suppression-list", args=[project_id]), address=row.address)
    return redirect("suppression-list", project_id)

"""Pages about the sharing of one document: its links, mails, and what became of them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import members_only, person, project_for
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from craftkit.mail.actions import is_configured
from renders.models import Render
from renders.views import document_of
from sharing import actions
from sharing.forms import MailForm, ShareForm
from sharing.models import Share, SharingPolicy
from sharing.overview import lines_of, overview

form_page = require_http_methods(["GET", "HEAD", "POST"])
ON_CARD = 4


def about(document: Render) -> dict[str, Any]:
    """What every page about a document's sharing knows."""
    return {"project": document.project, "document": document, "section": "documents"}


@members_only
@require_safe
def sharing_card(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """The part of the document's page with its newest links."""
    document = document_of(project_for(request, project_id), render_id)
    lines = lines_of(document, SharingPolicy.objects.of(document.project))
    page = {**about(document), "lines": lines[:ON_CARD], "more": len(lines) - ON_CARD}
    return render(request, "sharing/_card.html", page)


@members_only
@require_safe
def sharing_page(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """Links, counters, pages by time, readers and the timeline of a document."""
    document = document_of(project_for(request, project_id), render_id)
    policy = SharingPolicy.objects.of(document.project)
    page = {**about(document), "policy": policy, **overview(document, policy)}
    return render(request, "sharing/document.html", {**page, "can_mail": is_configured(document.project)})


@members_only
@form_page
def share_new(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """Make a link."""
    document = document_of(project_for(request, project_id, needs=Role.EDITOR), render_id)
    form = ShareForm(request.POST if request.method == "POST" else None)
    return made(
        request, document, form, "sharing/new.html", actions.create_share, _("The link is ready: copy it below.")
    )


@members_only
@form_page
def share_mail(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """Make a link and send it."""
    document = document_of(project_for(request, project_id, needs=Role.EDITOR), render_id)
    form = MailForm(request.POST if request.method == "POST" else None)
    return made(request, document, form, "sharing/mail.html", actions.email_share, _("The mail is on its way."))


def made(
    request: HttpRequest, document: Render, form: ShareForm, template: str, action: Any, said: str
) -> HttpResponse:
    """The page of the document's sharing with the new link, or the form with the reason why there is none."""
    page = {**about(document), "form": form}
    if not form.is_valid():
        return render(request, template, page, status=422 if form.is_bound else 200)
    try:
        action(render=document, wishes=form.wishes(), password=form.cleaned_data["password"], by=person(request))
    except AppError as error:
        form.add_error(None, spoken(error))
        return render(request, template, page, status=error.status)
    messages.success(request, said)
    return redirect("document-sharing", document.project_id, document.pk)


@members_only
@form_page
def share_revoke(
    request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID, share_id: uuid.UUID
) -> HttpResponse:
    """Ask, then end a link."""
    document = document_of(project_for(request, project_id, needs=Role.EDITOR), render_id)
    share = get_object_or_404(Share.objects.filter(render=document, revoked_at=None), pk=share_id)
    if request.method != "POST":
        return render(request, "sharing/revoke.html", {**about(document), "share": share})
    return revoked(request, document, share)


def revoked(request: HttpRequest, document: Render, share: Share) -> HttpResponse:
    """The link is ended; somebody else who did it first changes nothing."""
    try:
        actions.revoke_share(share=share)
    except AppError:
        messages.info(request, _("The link was revoked already."))
    else:
        messages.success(request, _("The link opens nothing any more."))
    return redirect("document-sharing", document.project_id, document.pk)

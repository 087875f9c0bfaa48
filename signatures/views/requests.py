"""Pages about signature requests: the list, one with its trail, reminding, withdrawing, its files."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from craftkit.accounts.access import members_only, page_or_part, person, project_for
from craftkit.accounts.models import Project
from craftkit.accounts.roles import Role
from craftkit.lib.errors import AppError
from craftkit.lib.speech import spoken
from renders.models import Render
from renders.views import document_of
from signatures import actions, audit, chain, files
from signatures.links import sign_url
from signatures.models import Recipient, SignatureRequest
from signatures.selection import MOVING, STATES, Selection
from signatures.story import story_of

form_page = require_http_methods(["GET", "HEAD", "POST"])
ON_CARD = 4
ASKED = (Recipient.Status.SENT, Recipient.Status.VIEWED)


@members_only
@require_safe
def signature_list(request: HttpRequest, project_id: uuid.UUID) -> HttpResponse:
    """The signature requests of a project, live or test, newest first."""
    project = project_for(request, project_id)
    selection = Selection.read(request.GET)
    found = selection.page(project)
    page: dict[str, Any] = {"project": project, "selection": selection, "page": found, "states": STATES}
    page |= {"section": "signatures", "is_moving": any(row.status in MOVING for row in found.rows)}
    if not found.rows and not selection.is_narrowed:
        other = "live" if selection.env == "test" else "test"
        page["has_other"] = SignatureRequest.objects.of(project, other).exists()
        page["has_documents"] = Render.objects.for_project(project).filter(env=selection.env).exists()
    return page_or_part(request, "signatures/list.html", "signatures/_list.html", page)


def request_of(project: Project, signature_id: uuid.UUID) -> SignatureRequest:
    """A signature request of the project, or 404."""
    rows = SignatureRequest.objects.filter(project=project)
    return get_object_or_404(rows.select_related("project", "render__template", "created_by"), pk=signature_id)


@members_only
@require_safe
def signature_page(request: HttpRequest, project_id: uuid.UUID, signature_id: uuid.UUID) -> HttpResponse:
    """One request: who has done what, the trail, and what it has come to."""
    project = project_for(request, project_id)
    asked = request_of(project, signature_id)
    page = {"project": project, "asked": asked, "section": "signatures", **standing(asked)}
    return page_or_part(request, "signatures/request.html", "signatures/_request.html", page)


def standing(asked: SignatureRequest) -> dict[str, Any]:
    """What a request's page shows beyond its row."""
    people = list(asked.recipients.order_by("position"))
    entries = audit.entries_of(asked)
    return {
        "people": [{"person": one, "link": link_of(asked, one)} for one in people],
        "done": sum(one.status == Recipient.Status.SIGNED for one in people),
        "acting": sum(one.acts for one in people),
        "story": story_of(entries, {str(one.pk): one.name for one in people}),
        "first_bad": bad_entry(asked, entries),
        "is_moving": asked.status in MOVING,
    }


def bad_entry(asked: SignatureRequest, entries: list[dict[str, Any]]) -> int | None:
    """The first entry that is not as it was written; a second look tells it from one that came meanwhile."""
    if chain.first_bad(entries, count=asked.audit_count, head=asked.audit_head) is None:
        return None
    return audit.first_bad(asked)


def link_of(asked: SignatureRequest, recipient: Recipient) -> str | None:
    """The signing link, for hosts that show the page themselves and only while it is to be used."""
    return sign_url(recipient) if asked.is_embedded and asked.is_open and recipient.status in ASKED else None


@members_only
@require_safe
def signatures_card(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """The part of a document's page with its newest requests."""
    document = document_of(project_for(request, project_id), render_id)
    rows = list(SignatureRequest.objects.filter(render=document).order_by("-pk")[: ON_CARD + 1])
    page = {"project": document.project, "document": document, "requests": rows[:ON_CARD], "more": len(rows) > ON_CARD}
    return render(request, "signatures/_card.html", page)


@members_only
@require_POST
def signature_remind(request: HttpRequest, project_id: uuid.UUID, signature_id: uuid.UUID) -> HttpResponse:
    """Write again to those whose turn it is."""
    asked = request_of(project_for(request, project_id), signature_id)
    try:
        reminded = actions.remind(request=asked, by=person(request))
    except AppError as error:
        messages.error(request, spoken(error))
    else:
        messages.success(
            request, _("A reminder goes to %(addresses)s.") % {"addresses": ", ".join(one.email for one in reminded)}
        )
    return redirect("signature", project_id, signature_id)


@members_only
@form_page
def signature_cancel(request: HttpRequest, project_id: uuid.UUID, signature_id: uuid.UUID) -> HttpResponse:
    """Ask, then withdraw."""
    asked = request_of(project_for(request, project_id, needs=Role.EDITOR), signature_id)
    if request.method != "POST":
        page = {"project": asked.project, "asked": asked, "section": "signatures"}
        return render(request, "signatures/cancel.html", page)
    try:
        reason = request.POST.get("reason", "").replace("\0", "").strip()[:500]
        actions.cancel(request=asked, reason=reason, by=person(request))
    except AppError as error:
        messages.error(request, spoken(error))
    else:
        messages.success(request, _("The request is withdrawn. Its links open nothing to sign any more."))
    return redirect("signature", project_id, signature_id)


@members_only
@require_safe
def signature_file(request: HttpRequest, project_id: uuid.UUID, signature_id: uuid.UUID, part: str) -> HttpResponse:
    """The signed PDF, the certificate or the evidence."""
    asked = request_of(project_for(request, project_id), signature_id)
    try:
        return files.answer(asked, part)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("signature", project_id, signature_id)

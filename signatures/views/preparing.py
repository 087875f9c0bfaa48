"""Pages that send a finished document for signature: recipients, fields on its pages, message and terms."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from craftkit.accounts.access import members_only, person, project_for
from craftkit.accounts.roles import Role
from craftkit.api.errors import serializer_issues
from craftkit.api.idempotency import Once, fingerprint
from craftkit.lib.errors import AppError, InvalidRequest
from craftkit.lib.ids import parse_id
from craftkit.lib.speech import spoken
from craftkit.mail.actions import is_configured
from renders.models import Render
from renders.views import document_of
from signatures import actions
from signatures import serializers as shapes
from signatures.forms import KINDS, REMINDERS, TERMS, SendForm
from signatures.models import Recipient, RecipientSet, SignatureRequest

form_page = require_http_methods(["GET", "HEAD", "POST"])


@members_only
@form_page
def signature_new(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID) -> HttpResponse:
    """Say who signs what where, and send it."""
    document = document_of(project_for(request, project_id, needs=Role.EDITOR), render_id)
    try:
        layout = actions.lay_out(render=document)
    except AppError as error:
        messages.error(request, spoken(error))
        return redirect("document", project_id, render_id)
    if request.method != "POST":
        name = document.filename.removesuffix(".pdf") or document.template.name
        return asked_for(request, document, layout, begun(request, document, layout, name))
    return taken(request, document, layout, SendForm.read(request.POST))


def begun(request: HttpRequest, document: Render, layout: actions.Layout, name: str) -> SendForm:
    """The page as it begins: with the recipients of the set that the address names, or a row for each role."""
    wanted = parse_id(request.GET.get("set", ""))
    kept = RecipientSet.objects.filter(project=document.project, pk=wanted).first() if wanted else None
    return SendForm.of_set(name, kept, layout.roles) if kept else SendForm.fresh(name, layout.roles)


def taken(request: HttpRequest, document: Render, layout: actions.Layout, form: SendForm) -> HttpResponse:
    """The way to the new request, or the page with what is wrong."""
    try:
        made = sent(request, document, layout, form)
    except AppError as error:
        form.take(error)
        return asked_for(request, document, layout, form, status=422 if error.status == 400 else error.status)
    messages.success(request, _("Sent. This page shows who has opened and signed it."))
    return redirect("signature", document.project_id, made.pk)


def sent(request: HttpRequest, document: Render, layout: actions.Layout, form: SendForm) -> SignatureRequest:
    """The request; the same one for a page that is sent twice. Raises what the action raises, and InvalidRequest."""
    body = form.body(str(document.pk))
    shape = shapes.SignatureCreate(data=body)
    if not shape.is_valid():
        raise InvalidRequest(issues=serializer_issues(shape.errors))
    idle = form.idle(layout.roles if layout.roles or not layout.places else {"": ""})
    if idle:
        raise InvalidRequest(issues={"formErrors": idle, "fieldErrors": {}})
    mark = fingerprint("POST", request.path, body)
    once = Once(document.project_id, document.env, "signature-page", f"{form.once[:36]}:{mark}", mark)
    wishes = shapes.wishes(shape.validated_data)
    return actions.create_request(render=document, wishes=wishes, by=person(request), once=once)[0]


def asked_for(
    request: HttpRequest, document: Render, layout: actions.Layout, form: SendForm, status: int = 200
) -> HttpResponse:
    """The page, as far as it is filled in."""
    page: dict[str, Any] = {"project": document.project, "document": document, "form": form, "layout": layout}
    page |= {"section": "documents", "terms": TERMS, "reminders": REMINDERS, "kinds": KINDS.items()}
    page |= {"designations": Recipient.Designation.choices, "can_mail": is_configured(document.project)}
    page["sets"] = RecipientSet.objects.filter(project=document.project).order_by("name")
    page["places"] = [vars_of(layout, place) for place in layout.places]
    return render(request, "signatures/new.html", page, status=status)


def vars_of(layout: actions.Layout, place: Any) -> dict[str, Any]:
    """A field of the template, for the page to draw."""
    names = list(layout.roles.values())
    whose = names[place.recipient] if names else _("Signer")
    box = {name: getattr(place, name) for name in ("page", "x", "y", "width", "height")}
    return {**box, "label": f"{place.label or KINDS[place.kind]} · {whose}"}


@members_only
@require_safe
def signature_paper(request: HttpRequest, project_id: uuid.UUID, render_id: uuid.UUID, page: int) -> HttpResponse:
    """A page of the document as a picture."""
    document = document_of(project_for(request, project_id), render_id)
    try:
        picture = actions.picture(render=document, page=page)
    except AppError:
        return HttpResponse(status=404)
    return HttpResponse(picture, content_type="image/png", headers={"Cache-Control": "private, max-age=3600"})

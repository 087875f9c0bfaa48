"""The signing page. Looking at it changes nothing; everything that does is a form that is sent."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST, require_safe

from craftkit.lib.errors import AppError, Conflict, Forbidden
from craftkit.lib.speech import spoken
from craftkit.lib.storage import from_settings
from craftkit.mail.composing import brand_of
from signatures import actions, consent, files, passes
from signatures.faces import FACES, ranges_of
from signatures.gates import Gate
from signatures.hosting import hosting_of
from signatures.models import Field
from signatures.values import face_name
from signatures.views.doors import Visitor, ended, for_recipients

ENDED = {Gate.CANCELLED: 410, Gate.DECLINED: 410, Gate.EXPIRED: 410, Gate.FAILED: 410}
LONGEST_VALUE = 3_000_000
LABELS: dict[str, Promise] = {
    "signature": gettext_lazy("Your signature"),
    "initials": gettext_lazy("Your initials"),
    "date": gettext_lazy("Date"),
    "text": gettext_lazy("Text"),
    **dict.fromkeys(Field.CHOSEN, gettext_lazy("Choose one")),
}


class NotYours(Forbidden):
    """Something is asked for first."""

    code = "shut"
    message = gettext_noop("Open the link first; it asks for something before it lets you in.")


@require_safe
@for_recipients
def page(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The document with what is to be filled in, or how things stand."""
    gate = visitor.gate
    if gate in ENDED:
        return ended(request, gate.value, status=ENDED[gate], visitor=visitor)
    if gate in {Gate.PASSWORD, Gate.CODE}:
        return gate_page(request, visitor)
    return document_page(request, visitor)


def gate_page(
    request: HttpRequest, visitor: Visitor, *, error: str = "", sent: bool = False, status: int = 200
) -> HttpResponse:
    """The form for the password or the code."""
    context = {"visitor": visitor, "asked": visitor.recipient.request, "gate": visitor.gate.value}
    context["hosting"] = hosting_of(visitor.recipient, visitor.gate)
    return render(request, "signatures/gate.html", {**context, "error": error, "is_sent": sent}, status=status)


def document_page(
    request: HttpRequest, visitor: Visitor, *, error: AppError | None = None, status: int = 200
) -> HttpResponse:
    """The document and the form beside it."""
    faults = (error.issues or {"fieldErrors": {}})["fieldErrors"] if error else {}
    fields = [field_row(field, request, faults) for field in visitor.recipient.fields.order_by("position")]
    context = {**standing(visitor), "fields": fields, "error": error, "data": page_data(visitor, fields)}
    context["faces"] = [(face, name) for face, (name, _) in FACES.items()]
    return render(request, "signatures/page.html", context, status=status)


def standing(visitor: Visitor) -> dict[str, Any]:
    """Who looks at which request, and how it stands."""
    recipient, gate = visitor.recipient, visitor.gate
    return {
        "visitor": visitor,
        "recipient": recipient,
        "asked": recipient.request,
        "sender": recipient.request.project.name,
        "has_logo": bool(brand_of(recipient.request.project).logo),
        "gate": gate.value,
        "hosting": hosting_of(recipient, gate),
        "is_open": gate == Gate.OPEN,
        "others": recipient.request.recipients.exclude(pk=recipient.pk).order_by("order", "position"),
        "consent": consent.shown(),
    }


def field_row(field: Field, request: HttpRequest, faults: dict[str, list[str]]) -> dict[str, Any]:
    """A field as the form shows it, with what was sent before."""
    label = field.label or str(LABELS.get(field.kind, gettext_lazy("Tick if it applies")))
    kept = request.POST.get(str(field.pk), "")[:LONGEST_VALUE]
    row = {"field": field, "label": label, "value": kept, "faults": list(map(spoken, faults.get(str(field.pk), [])))}
    if field.is_drawn:
        row |= {"face": request.POST.get(face_name(field), "") or next(iter(FACES)), "face_name": face_name(field)}
        row["sample"] = field.recipient.initials if field.kind == Field.Kind.INITIALS else field.recipient.name
    return row


def page_data(visitor: Visitor, fields: list[dict[str, Any]]) -> dict[str, Any]:
    """What the page's script goes by."""
    boxes = [
        {
            "id": str(row["field"].pk),
            "kind": row["field"].kind,
            "page": row["field"].page,
            "box": [row["field"].x, row["field"].y, row["field"].width, row["field"].height],
        }
        for row in fields
    ]
    is_new = visitor.gate == Gate.OPEN and visitor.recipient.viewed_at is None
    faces = {face: {"name": name, "letters": ranges_of(face)} for face, (name, _) in FACES.items()}
    return {"fields": boxes, "faces": faces, "opened": reverse("sign-opened", args=[visitor.token]) if is_new else None}


@require_safe
@for_recipients
def document(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The PDF: what is to be signed, or what came of it."""
    if not visitor.may_read:
        raise NotYours
    row = visitor.recipient.request
    key = row.signed_key if row.is_sealed else row.pdf_key
    return files.sent(from_settings().get(key), f"{row.pk}.pdf", disposition="inline")


@require_safe
@for_recipients
def copy(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The sealed PDF to keep."""
    if visitor.gate != Gate.COMPLETED:
        raise NotYours
    return files.answer(visitor.recipient.request, "signed")


@require_POST
@for_recipients
def opened(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """A person looks at the page: its script says so, which scanners of mail do not run."""
    if visitor.gate == Gate.OPEN:
        actions.note_view(recipient=visitor.recipient, by=visitor.actor)
    return HttpResponse(status=204)


@require_POST
@for_recipients
def sign(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Sign; sent twice, the second time shows what came of the first."""
    if visitor.gate != Gate.OPEN:
        return back(visitor)
    try:
        actions.sign(recipient=visitor.recipient, by=visitor.actor, **sent_in(request))
    except Conflict:
        return back(visitor)
    except AppError as error:
        return document_page(request, visitor, error=error, status=error.status)
    return back(visitor)


def sent_in(request: HttpRequest) -> dict[str, Any]:
    """What the form says."""
    values = {name: str(value)[:LONGEST_VALUE] for name, value in request.POST.items()}
    return {"sent": values, "consent_version": values.get("consent", ""), "document": values.get("document", "")}


@require_POST
@for_recipients
def decline(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Refuse, with a reason."""
    if visitor.gate == Gate.OPEN:
        reason = " ".join(request.POST.get("reason", "").split())[:500]
        actions.decline(recipient=visitor.recipient, reason=reason, by=visitor.actor)
    return back(visitor)


@require_POST
@for_recipients
def delegate(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Hand the part over to somebody else."""
    if visitor.gate != Gate.OPEN or not visitor.recipient.request.allows_delegation:
        return back(visitor)
    said = {name: " ".join(request.POST.get(name, "").split())[:100] for name in ("first_name", "last_name")}
    email = request.POST.get("email", "").strip()[:255]
    try:
        actions.delegate(recipient=visitor.recipient, email=email, by=visitor.actor, **said)
    except AppError as error:
        return document_page(request, visitor, error=error, status=error.status)
    return ended(request, "delegated", status=200, visitor=visitor)


@require_POST
@for_recipients
def password(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """A right password opens."""
    if visitor.gate != Gate.PASSWORD:
        return back(visitor)
    try:
        actions.check_password(recipient=visitor.recipient, password=request.POST.get("password", "")[:200])
    except AppError as error:
        return gate_page(request, visitor, error=spoken(error), status=error.status)
    return let_in(visitor, has_password=True)


@require_POST
@for_recipients
def code(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """Send a code, or take one."""
    if visitor.gate != Gate.CODE:
        return back(visitor)
    given = request.POST.get("code", "")[:20]
    try:
        if not given:
            actions.send_code(recipient=visitor.recipient, by=visitor.actor)
            return gate_page(request, visitor, sent=True)
        actions.check_code(recipient=visitor.recipient, code=given, by=visitor.actor)
    except AppError as error:
        return gate_page(request, visitor, error=spoken(error), sent=bool(given), status=error.status)
    return let_in(visitor, has_code=True)


def back(visitor: Visitor) -> HttpResponseBase:
    """To the page, which says how things stand."""
    return redirect(reverse("sign-page", args=[visitor.token]) + visitor.kept)


def let_in(visitor: Visitor, **shown: bool) -> HttpResponseBase:
    """To the page, with the pass that now says more."""
    response = back(visitor)
    passes.hand_out(response, visitor.recipient, visitor.token, replace(visitor.shown, **shown))
    return response

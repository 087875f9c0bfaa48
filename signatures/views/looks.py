"""How a project's signing pages look: its logo and its colour, as its mails and share pages have them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from craftkit.mail.composing import brand_of
from sharing.views.looks import CACHING, sheet
from signatures.views.doors import Visitor, for_recipients


@require_safe
@for_recipients
def logo(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The picture beside the sender's name."""
    brand = brand_of(visitor.recipient.request.project)
    if not brand.logo:
        return HttpResponse(status=404)
    headers = {"Cache-Control": CACHING, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(brand.logo, content_type=brand.logo_mime, headers=headers)


@require_safe
@for_recipients
def look(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The project's colour as a style sheet."""
    found = sheet(visitor.recipient.request.project)
    return HttpResponse(found, content_type="text/css", headers={"Cache-Control": CACHING})

"""How a project's share pages look: its logo and its colour, as its mails have them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from craftkit.accounts.models import Project
from craftkit.mail.composing import brand_of
from sharing.views.visitors import Visitor, for_visitors

# A change is seen by the next morning's readers at the latest, and no reader asks for each page anew.
CACHING = "private, max-age=600"


@require_safe
@for_visitors
def logo(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The picture beside the sender's name."""
    brand = brand_of(visitor.share.project)
    if not brand.logo:
        return HttpResponse(status=404)
    headers = {"Cache-Control": CACHING, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(brand.logo, content_type=brand.logo_mime, headers=headers)


@require_safe
@for_visitors
def look(request: HttpRequest, visitor: Visitor) -> HttpResponseBase:
    """The project's colour as a style sheet: the pages' policy allows no styles in their markup."""
    return HttpResponse(sheet(visitor.share.project), content_type="text/css", headers={"Cache-Control": CACHING})


def sheet(project: Project) -> str:
    """Two colours: the project's, and what is readable on it. Both were checked when they were kept."""
    brand = brand_of(project)
    return f":root{{--brand:{brand.color};--on-brand:{brand.on_color}}}"

"""Pictures of PDF assets for the page that lists them."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from craftkit.accounts.access import members_only, project_for
from craftkit.lib.errors import AppError
from craftkit.lib.storage import from_settings
from renders.pictures import first_page
from templates_app.models import Asset

WIDTH = 480


@members_only
@require_safe
def asset_picture(request: HttpRequest, project_id: uuid.UUID, asset_id: uuid.UUID) -> HttpResponse:
    """The first page of a PDF as a PNG; 404 when it cannot be drawn."""
    pdfs = Asset.objects.for_project(project_for(request, project_id)).filter(kind=Asset.Kind.PDF)
    asset = get_object_or_404(pdfs, pk=asset_id)
    try:
        picture = first_page(from_settings().get(asset.key), width=WIDTH)
    except AppError as error:
        raise Http404(error.message) from error
    return HttpResponse(picture, content_type="image/png")

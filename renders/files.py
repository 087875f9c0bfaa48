"""PDF bytes as HTTP answers, and the public door of download links."""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render as render_page
from django.views.decorators.http import require_safe

from craftkit.lib.storage import store_from_url
from renders import downloads
from renders.models import Render


def pdf_response(render: Render, *, disposition: str, filename: str) -> HttpResponse:
    """The whole PDF, read before answering so that a storage failure is a clean error."""
    data = store_from_url(settings.STORAGE_URL).get(render.pdf_key)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition(disposition, filename)
    response["Content-Length"] = str(len(data))
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def content_disposition(kind: str, filename: str) -> str:
    """The header of RFC 6266: an ASCII name for everybody, the true one for those who read UTF-8."""
    plain = filename.encode("ascii", "replace").decode().replace("?", "_").replace('"', "'")
    if plain == filename:
        return f'{kind}; filename="{plain}"'
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"


@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """`/files/{token}`: the PDF for the holder of a link, or a page that says the link has ended."""
    opened = downloads.opened_by(token)
    render = Render.objects.filter(pk=opened[0], project__deleted_at=None).first() if opened else None
    if opened is None or render is None or not render.pdf_key:
        return render_page(request, "renders/link_ended.html", status=404)
    disposition = "inline" if opened[1] else "attachment"
    response = pdf_response(render, disposition=disposition, filename=downloads.file_name(render))
    response["X-Robots-Tag"] = "noindex"
    return response

"""The bytes of assets as HTTP answers that no browser runs anything of."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from craftkit.lib.storage import from_settings
from templates_app.models import Asset

ENDINGS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/svg+xml": "svg",
    "font/ttf": "ttf",
    "font/otf": "otf",
    "font/woff2": "woff2",
    "application/pdf": "pdf",
}


def asset_response(asset: Asset, *, disposition: str) -> HttpResponse:
    """The whole asset, read before answering so that a storage failure is a clean error."""
    response = HttpResponse(from_settings().get(asset.key), content_type=asset.media_type)
    header = content_disposition_header(disposition == "attachment", download_name(asset))
    if header:
        response["Content-Disposition"] = header
    response["Content-Length"] = str(len(response.content))
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def download_name(asset: Asset) -> str:
    """The name of the file that was sent, with the ending of what is stored."""
    ending = ENDINGS.get(asset.media_type)
    if ending is None:
        return asset.filename or asset.name
    stem = asset.filename.rpartition(".")[0] or asset.filename or asset.name
    return f"{stem}.{ending}"

"""A render as JSON: for the API's answers and for events."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from craftkit.api.times import iso
from renders import downloads
from renders.models import Render


def poll_url(render: Render) -> str:
    """Where to ask for the render's state."""
    return f"{settings.BASE_URL}/v1/renders/{render.pk}"


def full(render: Render) -> dict[str, Any]:
    """The documented fields first, then our own; `template` and `version` should be selected along."""
    return {
        "id": str(render.pk),
        "status": render.status,
        "pollUrl": poll_url(render),
        "downloadUrl": downloads.link(render),
        "errorMessage": render.error_message or None,
        "createdAt": iso(render.created_at),
        "completedAt": iso(render.completed_at),
        "durationMs": render.duration_ms,
        "templateSlug": render.template.slug,
        "versionNumber": render.version.number,
        "environment": render.env,
        "source": render.source,
        "filename": render.filename or None,
        "errorCode": render.error_code or None,
        "warnings": render.warnings,
        "pages": render.pages,
        "sizeBytes": render.pdf_bytes,
        "contentHash": render.content_hash or None,
        "sha256": render.pdf_sha256 or None,
        "timings": render.timings,
    }

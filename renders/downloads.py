"""Links that open a finished PDF: capabilities that expire, minted anew at each read."""

from __future__ import annotations

import time
import uuid

from django.conf import settings
from django.core import signing

from craftkit.lib.storage import store_from_url
from renders.models import Render

SALT = "renders.download"


def link(render: Render, *, inline: bool = False) -> str | None:
    """The address of the PDF for whoever holds it, or None before there is one.

    Lasts DOWNLOAD_URL_TTL_SECONDS (0: for ever). With S3 it is a presigned address of the bucket, which S3 bounds to
    seven days; a link that never expires stays on this install.
    """
    if not render.pdf_key:
        return None
    seconds = settings.DOWNLOAD_URL_TTL_SECONDS
    if seconds and not inline:
        presigned = store_from_url(settings.STORAGE_URL).signed_url(
            render.pdf_key, seconds=min(seconds, 604_800), filename=file_name(render), content_type="application/pdf"
        )
        if presigned:
            return presigned
    expires = int(time.time()) + seconds if seconds else 0
    token = signing.dumps([render.pk.hex, expires, int(inline)], salt=SALT)
    return f"{settings.BASE_URL}/files/{token}"


def opened_by(token: str) -> tuple[uuid.UUID, bool] | None:
    """The render that a link's token opens and whether to show it in the browser; None for a forged or expired one."""
    try:
        render_id, expires, inline = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if expires and expires < time.time():
        return None
    return uuid.UUID(hex=render_id), bool(inline)


def file_name(render: Render) -> str:
    """The name that a browser saves the PDF under."""
    return render.filename or f"{render.pk}.pdf"

"""The queue's door of sharing: copies made ahead of their readers, and what is forgotten with the rest."""

from __future__ import annotations

import structlog
from celery import shared_task

from craftkit.lib.errors import AppError
from renders import retention as renders_retention
from renders.models import Render
from sharing import copies, mailing, retention

log = structlog.get_logger(__name__)


@shared_task
def prepare(render_id: str, **_: object) -> None:
    """Make the copy that readers get, so that the first of them need not wait; without it, that one makes it."""
    render = Render.objects.filter(pk=render_id).first()
    if render is None or not render.pdf_key:
        return
    try:
        copies.for_reading(render)
    except AppError as error:
        log.warning("sharing.prepare", render=render_id, error=error.message)


renders_retention.also(mailing.settle_mails)
renders_retention.also(retention.forget)

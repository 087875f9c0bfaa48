"""The queue's door: in the process that serves the `webhooks` queue, each ring makes the dispatcher look at once."""

from __future__ import annotations

from celery import shared_task

from craftkit.lib.offices import Office
from webhooks import dispatch

OFFICE = Office(dispatch.from_settings, queue="webhooks")


@shared_task
def deliver(hint: str, **_: object) -> None:
    """Something is ready; which deliveries, only the database knows."""
    OFFICE.open().ring()

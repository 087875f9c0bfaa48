"""The queue's door: in the process that delivers, each ring makes the mail room look at once."""

from __future__ import annotations

from celery import shared_task

from craftkit.lib.offices import Office
from craftkit.mail.dispatch import MailRoom

# Mail leaves from the process that delivers webhooks: it waits for other machines as well, and never for a browser.
OFFICE = Office(MailRoom, queue="webhooks")


@shared_task
def deliver(hint: str, **_: object) -> None:
    """A mail is ready; which ones, only the database knows."""
    OFFICE.open().ring()

"""The queue's door: in the process that delivers, each ring makes the mail room look at once."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

from celery import shared_task
from celery.signals import worker_ready, worker_shutdown

from craftkit.mail import dispatch

# Mail leaves from the process that delivers webhooks: it waits for other machines as well, and never for a browser.
QUEUE = "webhooks"


class MailRoom:
    """This process's dispatcher; it opens when a process of the queue is ready."""

    lock: ClassVar = threading.Lock()
    present: ClassVar[dispatch.Dispatcher | None] = None

    @classmethod
    def open(cls) -> dispatch.Dispatcher:
        """The dispatcher, started now if it was not before."""
        with cls.lock:
            if cls.present is None:
                cls.present = dispatch.Dispatcher()
                cls.present.start()
            return cls.present

    @classmethod
    def close(cls) -> None:
        """Take nothing more, and wait for what is under way."""
        dispatcher, cls.present = cls.present, None
        if dispatcher is not None:
            dispatcher.stop()


@worker_ready.connect
def begin(sender: Any, **_: object) -> None:
    """Begin to send, in this queue's process and not in those that render."""
    if QUEUE in sender.app.amqp.queues.consume_from:
        MailRoom.open()


@worker_shutdown.connect
def end(**_: object) -> None:
    """Mails under way come to their end."""
    MailRoom.close()


@shared_task
def deliver(hint: str, **_: object) -> None:
    """A mail is ready; which ones, only the database knows."""
    MailRoom.open().ring()

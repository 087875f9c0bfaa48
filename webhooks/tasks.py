"""The queue's door: in the process that serves the `webhooks` queue, each ring makes the dispatcher look at once."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

from celery import bootsteps, shared_task
from celery.signals import worker_init, worker_shutdown

from webhooks import dispatch

QUEUE = "webhooks"


class Office:
    """This process's dispatcher; it opens when a process of the `webhooks` queue starts."""

    lock: ClassVar = threading.Lock()
    present: ClassVar[dispatch.Dispatcher | None] = None

    @classmethod
    def open(cls) -> dispatch.Dispatcher:
        """The dispatcher, started now if it was not before."""
        with cls.lock:
            if cls.present is None:
                cls.present = dispatch.from_settings()
                cls.present.start()
            return cls.present

    @classmethod
    def close(cls) -> None:
        """Take nothing more, and wait for what is under way."""
        dispatcher, cls.present = cls.present, None
        if dispatcher is not None:
            dispatcher.stop()


class Opening(bootsteps.StartStopStep):
    """The moment to begin: Celery heeds a request to end by now, and a broker that is away is no hindrance yet."""

    requires = ("celery.worker.components:Pool",)

    def start(self, parent: Any) -> None:
        """Begin to send."""
        Office.open()

    def stop(self, parent: Any) -> None:
        """`end` waits for what is under way."""


@worker_init.connect
def begin(sender: Any, **_: object) -> None:
    """In this queue's process, and not in those that render, the office opens."""
    if QUEUE in sender.app.amqp.queues.consume_from:
        sender.app.steps["worker"].add(Opening)


@worker_shutdown.connect
def end(**_: object) -> None:
    """Deliveries under way come to their end."""
    Office.close()


@shared_task
def deliver(hint: str, **_: object) -> None:
    """Something is ready; which deliveries, only the database knows."""
    Office.open().ring()

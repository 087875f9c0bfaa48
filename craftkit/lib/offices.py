"""Where dispatchers sit: each in the process that serves its queue, from that process's start to its end."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, ClassVar

from celery import bootsteps
from celery.signals import worker_init, worker_shutdown

from craftkit.lib.dispatch import Dispatcher


class Office:
    """A process's one dispatcher of a kind; it opens with the process that serves `queue`, or when first asked."""

    known: ClassVar[list[Office]] = []

    def __init__(self, make: Callable[[], Dispatcher[Any]], *, queue: str) -> None:
        self.make, self.queue = make, queue
        self.lock = threading.Lock()
        self.present: Dispatcher[Any] | None = None
        self.known.append(self)

    def open(self) -> Dispatcher[Any]:
        """The dispatcher, started now if it was not before."""
        with self.lock:
            if self.present is None:
                self.present = self.make()
                self.present.start()
            return self.present

    def close(self) -> None:
        """Take nothing more, and wait for what is under way."""
        dispatcher, self.present = self.present, None
        if dispatcher is not None:
            dispatcher.stop()


class Opening(bootsteps.StartStopStep):
    """The moment to begin: Celery heeds a request to end by now, and a broker that is away is no hindrance yet."""

    requires = ("celery.worker.components:Pool",)

    def start(self, parent: Any) -> None:
        """Begin to send."""
        for office in served(parent.app):
            office.open()

    def stop(self, parent: Any) -> None:
        """`end` waits for what is under way."""


def served(app: Any) -> list[Office]:
    """The offices whose queue this process serves; the processes that render have none."""
    return [office for office in Office.known if office.queue in app.amqp.queues.consume_from]


@worker_init.connect
def begin(sender: Any, **_: object) -> None:
    """In a process that serves an office's queue, the office opens."""
    if served(sender.app):
        sender.app.steps["worker"].add(Opening)


@worker_shutdown.connect
def end(**_: object) -> None:
    """What is under way comes to its end."""
    for office in Office.known:
        office.close()
